package io.flinkoperator.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** All addresses of a host. */
@FunctionalInterface
interface Resolver {
    Resolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    List<InetAddress> addresses(String host) throws UnknownHostException;
}
