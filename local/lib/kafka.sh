# shellcheck shell=bash
# The layer that gives our Flink image the connector for Kafka, and a Kafka broker beside it.
# The including script sets layers and has the functions of lib/layers.sh and lib/operator-image.sh.
# shellcheck disable=SC2154

kafka_layer() { echo "$layers/kafka-$(recipe_key make_kafka_layer make_layer "$repository/examples/clicks/pom.xml").tar"; }

# The example's pom pins what it needs: the connector, its client, and a broker of the client's version.
make_kafka_layer() { # OUT
    local scratch=$1.files libs=$1.files/opt/kafka/libs flink=$1.files/opt/flink/lib
    temporaries+=("$scratch")
    rm -rf "$scratch"
    mkdir -p "$libs" "$flink"
    say "Downloading Kafka"
    maven_quietly -pl examples/clicks dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$libs"
    mv "$libs"/flink-connector-kafka-*.jar "$flink/"
    cp "$libs"/kafka-clients-*.jar "$flink/"
    make_layer "$1" "$scratch" opt/kafka opt/flink/lib
    rm -rf "$scratch"
}
