{{- define "flink-operator.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "flink-operator.serviceAccount" -}}
{{- default (include "flink-operator.name" .) .Values.serviceAccount.name }}
{{- end }}

{{- define "flink-operator.selector" -}}
app.kubernetes.io/name: flink-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "flink-operator.labels" -}}
{{ include "flink-operator.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{/* What the operator needs in every namespace that it watches. */}}
{{- define "flink-operator.rules" -}}
- apiGroups: [flinkoperator.k8s.io]
  resources: [flinkclusters]
  verbs: [get, list, watch]
- apiGroups: [flinkoperator.k8s.io]
  resources: [flinkclusters/status]
  verbs: [get, update, patch]
- apiGroups: [apps]
  resources: [statefulsets]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [apps]
  resources: [statefulsets/scale]
  verbs: [get, update, patch]
- apiGroups: [batch]
  resources: [jobs]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [""]
  resources: [configmaps, services]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [""]
  resources: [pods]
  verbs: [get, list, watch]
- apiGroups: [""]
  resources: [events]
  verbs: [get, create, update, patch]
{{- end }}
