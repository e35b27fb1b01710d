package org.datasetcommons.io.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdkWebTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,true",
        "localhost,true",
        "0.0.0.0,true",
        "10.1.2.3,true",
        "172.16.0.1,true",
        "192.168.1.1,true",
        "169.254.169.254,true",
        "100.64.0.1,true",
        "[::1],true",
        "[fe80::1],true",
        "[fd00::1],true",
        "[::ffff:10.0.0.1],true",
        "100.128.0.1,false",
        "172.32.0.1,false",
        "192.0.2.1,false",
        "[2001:db8::1],false"
    })
    void knowsWhatOutsidersDoNotReach(String host, boolean inside) {
        assertEquals(inside, new JdkWeb(Duration.ofSeconds(1)).isInside(host));
    }
}
