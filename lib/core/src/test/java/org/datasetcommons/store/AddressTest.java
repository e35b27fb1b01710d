package org.datasetcommons.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.nio.file.Path;
import org.datasetcommons.CommonsException;
import org.junit.jupiter.api.Test;

class AddressTest {
    private static final Path HERE = Path.of("/work");

    @Test
    void readsWhatPeopleWriteAndPrintsItBack() {
        for (String text : new String[] {
            "https://data.example.org/owls",
            "http://127.0.0.1:8080/static",
            "lfs+https://git.example.org/owls.git/info/lfs"
        }) {
            assertEquals(text, Address.parse(text).toString());
            assertEquals(text, Address.parse(text, HERE).toString());
        }
    }

    @Test
    void slashAtTheEndSaysNothing() {
        assertEquals(
                new Address.Site(URI.create("https://data.example.org/owls")),
                Address.parse("https://data.example.org/owls//"));
    }

    @Test
    void pathIsAPlaceForWhoIsOnThisMachine() {
        assertEquals(new Address.Local(Path.of("/mnt/owls")), Address.parse("/mnt/owls", HERE));
        assertEquals(new Address.Local(Path.of("/mnt/owls")), Address.parse("file:///mnt/owls", HERE));
        assertEquals(new Address.Local(Path.of("/work/owls.bundle")), Address.parse("owls.bundle", HERE));
    }

    @Test
    void refusesWhatIsNoPlace() {
        for (String text : new String[] {
            "ftp://data.example.org/owls",
            "https:///owls",
            "https://data.example.org/owls?key=1",
            "https://data.example.org/owls#x",
            "https://data.example.org/o wls",
            "lfs+file:///owls",
            "lfs+lfs+https://data.example.org/",
            "/mnt/owls",
            ""
        }) {
            var error = assertThrows(CommonsException.class, () -> Address.parse(text), text);

            assertEquals("not a place of objects: '" + text + "'", error.getMessage());
            assertEquals(1, error.hints().size());
        }
    }
}
