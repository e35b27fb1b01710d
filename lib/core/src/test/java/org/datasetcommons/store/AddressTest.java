package org.datasetcommons.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.datasetcommons.CommonsException;
import org.junit.jupiter.api.Test;

class AddressTest {
    private static final Path HERE = Path.of("/work");

    private static List<String> vectors(String name) throws IOException {
        return Files.readAllLines(Path.of("..", "..", "docs", "format", "vectors", "objects", name));
    }

    @Test
    void readsWhatPeopleWriteAndPrintsItBack() throws IOException {
        for (String text : vectors("good.txt")) {
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
    void refusesWhatIsNoPlaceOnEveryMachine() throws IOException {
        for (String text : vectors("bad.txt")) {
            var error = assertThrows(CommonsException.class, () -> Address.parse(text), text);

            assertEquals("not a place of objects: '" + text + "'", error.getMessage());
            assertEquals(1, error.hints().size());
        }
    }

    @Test
    void refusesWhatIsNoPlaceOnThisMachineEither() {
        for (String text : new String[] {"", "file:", "file:%", "ftp://data.example.org/owls", "a\0b"}) {
            assertThrows(CommonsException.class, () -> Address.parse(text, HERE), text);
        }
    }
}
