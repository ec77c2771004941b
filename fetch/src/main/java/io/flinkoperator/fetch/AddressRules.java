package io.flinkoperator.fetch;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which addresses may be connected to: not those that lead back into this pod or to what a cloud
 * tells its machines alone. Private networks are allowed, as artifact servers in the cluster have
 * such addresses.
 *
 * @param allowedHosts Hosts, or host:port, that may have any address.
 */
record AddressRules(Set<String> allowedHosts) {
    /** Metadata services of AWS, Google, Azure, Alibaba and Oracle that are not link-local. */
    private static final Set<String> METADATA =
            Set.of(
                    "fd00:ec2:0:0:0:0:0:254",
                    "fd00:ec2:0:0:0:0:0:23",
                    "fd20:ce:0:0:0:0:0:254",
                    "168.63.129.16",
                    "100.100.100.200",
                    "192.0.0.192");

    AddressRules {
        allowedHosts = Set.copyOf(allowedHosts);
    }

    boolean isAllowedByName(Request request) {
        String host = request.uri().getHost().toLowerCase(Locale.ROOT);
        return allowedHosts.contains(host) || allowedHosts.contains(host + ":" + request.port());
    }

    /** All must do: who may choose among them cannot choose a forbidden one. */
    void check(Request request, List<InetAddress> addresses) throws FetchException {
        for (InetAddress address : addresses) {
            Optional<String> forbidden = forbidden(address);
            if (forbidden.isPresent() && !isAllowedByName(request)) {
                throw FetchException.lasting(
                        "host \"%s\" resolves to %s, %s; refused"
                                .formatted(
                                        request.uri().getHost(),
                                        address.getHostAddress(),
                                        forbidden.get()),
                        "if that is meant, add the host to spec.job.jarFetch.allowedHosts");
            }
        }
    }

    static Optional<String> forbidden(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean isVersion4 = address instanceof Inet4Address;
        if (address.isLoopbackAddress()) {
            return Optional.of("a loopback address");
        } else if (address.isAnyLocalAddress() || (isVersion4 && bytes[0] == 0)) {
            return Optional.of("an address of this machine");
        } else if (address.isLinkLocalAddress()) {
            return Optional.of("a link-local address");
        } else if (METADATA.contains(address.getHostAddress())) {
            return Optional.of("the address of a metadata service");
        } else if (address.isMulticastAddress()) {
            return Optional.of("a multicast address");
        } else if (address.getHostAddress().equals("255.255.255.255")) {
            return Optional.of("the broadcast address");
        }
        return isVersion4 ? Optional.empty() : embedded(bytes).flatMap(AddressRules::forbidden);
    }

    /** The IPv4 address that a gateway would take out of an IPv6 one: NAT64, 6to4, compatible. */
    private static Optional<InetAddress> embedded(byte[] bytes) {
        byte[] prefix = Arrays.copyOf(bytes, 12);
        boolean isTranslated =
                Arrays.equals(
                        prefix, new byte[] {0, 0x64, -1, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0});
        boolean is6to4 = bytes[0] == 0x20 && bytes[1] == 0x02;
        int start = is6to4 ? 2 : 12;
        return is6to4 || isTranslated || Arrays.equals(prefix, new byte[12])
                ? Optional.of(version4(Arrays.copyOfRange(bytes, start, start + 4)))
                : Optional.empty();
    }

    private static InetAddress version4(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
