'use strict';

const PERIOD = 10000;
const GOOD = ['Running', 'Succeeded', 'True'];
const BAD = ['Failed', 'DeployFailed', 'Lost', 'False'];

let token = '';
let clusters = [];

const byId = id => document.getElementById(id);

function element(name, text, className) {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function look(word) {
  if (GOOD.includes(word)) return 'good';
  return BAD.includes(word) ? 'bad' : 'busy';
}

function age(time) {
  if (!time) return '';
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(time)) / 1000));
  if (seconds < 120) return `${seconds} s ago`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min ago`;
  return seconds < 172800 ? `${Math.round(seconds / 3600)} h ago` : `${Math.round(seconds / 86400)} d ago`;
}

function flinkLink(address) {
  const cell = document.createElement('td');
  if (/^https?:\/\//.test(address)) {
    const link = element('a', 'web UI');
    link.href = address;
    link.rel = 'noreferrer noopener';
    cell.append(link);
  }
  return cell;
}

function row(cluster) {
  const line = document.createElement('tr');
  line.append(
    element('td', cluster.namespace),
    element('td', cluster.name),
    element('td', cluster.state, look(cluster.state)),
    element('td', cluster.trouble ? `${cluster.ready}: ${cluster.trouble}` : cluster.ready, cluster.trouble ? 'bad' : look(cluster.ready)),
    element('td', cluster.job, look(cluster.job)),
    element('td', cluster.operation, 'busy'),
    element('td', age(cluster.savedAt)),
    flinkLink(cluster.webUi));
  return line;
}

function show() {
  const wanted = byId('filter').value.toLowerCase();
  const shown = clusters.filter(it => Object.values(it).join(' ').toLowerCase().includes(wanted));
  byId('rows').replaceChildren(...shown.map(row));
  const ready = clusters.filter(it => it.ready === 'True').length;
  byId('summary').textContent = clusters.length === 0
    ? 'There is none that you may list.'
    : `${clusters.length} ${clusters.length === 1 ? 'cluster' : 'clusters'}, ${ready} ready, ${clusters.filter(it => it.operation).length} with an operation under way`;
}

async function refresh() {
  if (!token) return;
  try {
    const answer = await fetch('clusters', { headers: { Authorization: `Bearer ${token}` } });
    if (!answer.ok) throw new Error(await answer.text());
    clusters = await answer.json();
    byId('login').hidden = true;
    byId('fleet').hidden = false;
    show();
  } catch (failure) {
    byId('summary').textContent = `${failure.message}.`;
    if (byId('fleet').hidden) token = '';
  }
}

byId('login').addEventListener('submit', event => {
  event.preventDefault();
  token = byId('token').value.trim();
  byId('token').value = '';
  refresh();
});
byId('filter').addEventListener('input', show);

// A browser does not send what stands behind the "#", and it is taken out of the address at once.
if (location.hash.startsWith('#token=')) {
  token = location.hash.substring('#token='.length);
  history.replaceState(null, '', location.pathname);
}
refresh();
setInterval(refresh, PERIOD);
