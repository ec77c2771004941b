package io.flinkoperator.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, a loopback address",
        "127.255.0.9, a loopback address",
        "::1, a loopback address",
        "::ffff:127.0.0.1, a loopback address",
        "0.0.0.0, an address of this machine",
        "0.1.2.3, an address of this machine",
        "::, an address of this machine",
        "169.254.169.254, a link-local address",
        "169.254.170.2, a link-local address",
        "::ffff:169.254.169.254, a link-local address",
        "fe80::1, a link-local address",
        "febf::1, a link-local address",
        "fd00:ec2::254, the address of a metadata service",
        "fd00:ec2::23, the address of a metadata service",
        "fd20:ce::254, the address of a metadata service",
        "100.100.100.200, the address of a metadata service",
        "168.63.129.16, the address of a metadata service",
        "192.0.0.192, the address of a metadata service",
        "224.0.0.1, a multicast address",
        "239.255.255.250, a multicast address",
        "ff02::1, a multicast address",
        "255.255.255.255, the broadcast address",
        "64:ff9b::169.254.169.254, a link-local address",
        "64:ff9b::7f00:1, a loopback address",
        "2002:a9fe:a9fe::1, a link-local address",
        "::127.0.0.1, a loopback address",
    })
    void refuses(String address, String kind) throws UnknownHostException {
        assertThat(AddressRules.forbidden(Resolver.SYSTEM.addresses(address).get(0)))
                .contains(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2.1",
                "10.96.0.10",
                "172.16.3.4",
                "192.168.1.1",
                "100.64.0.1",
                "fd12:3456::1",
                "2001:db8::1",
                "64:ff9b::192.0.2.1",
                "2002:c000:201::1"
            })
    void allows(String address) throws UnknownHostException {
        assertThat(AddressRules.forbidden(Resolver.SYSTEM.addresses(address).get(0))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://repo.test/, repo.test",
        "http://REPO.test/, repo.test",
        "http://repo.test:8080/, repo.test",
        "http://repo.test:8080/, repo.test:8080",
        "http://repo.test/, repo.test:80",
        "https://repo.test/, repo.test:443",
        "http://127.0.0.1:9000/, 127.0.0.1:9000",
        "http://[::1]:9000/, '[::1]:9000'",
    })
    void allowsAHostByName(String uri, String allowed) {
        assertThatCode(() -> checkLoopback(uri, allowed)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "http://repo.test:8081/, repo.test:8080",
        "https://repo.test/, repo.test:80",
        "http://evil.repo.test/, repo.test",
        "http://127.0.0.1/, repo.test",
    })
    void allowsNoOtherHost(String uri, String allowed) {
        assertThatThrownBy(() -> checkLoopback(uri, allowed))
                .isInstanceOf(FetchException.class)
                .hasMessageEndingWith("resolves to 127.0.0.1, a loopback address; refused");
    }

    private static void checkLoopback(String uri, String allowed)
            throws FetchException, UnknownHostException {
        new AddressRules(Set.of(allowed))
                .check(Request.get(URI.create(uri)), List.of(InetAddress.getLoopbackAddress()));
    }
}
