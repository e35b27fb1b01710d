package org.datasetcommons;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ShellWordTest {
    @Test
    void whatAShellWouldTakeApartOrChangeStandsInQuotes() {
        assertEquals("data/owls.csv#0001", ShellWord.of("data/owls.csv#0001"));
        assertEquals("HEAD~1", ShellWord.of("HEAD~1"));
        assertEquals("'two words'", ShellWord.of(Path.of("two words")));
        assertEquals("'it'\\''s'", ShellWord.of("it's"));
        assertEquals("'$HOME/`id`'", ShellWord.of("$HOME/`id`"));
        assertEquals("'~mia'", ShellWord.of("~mia"));
        assertEquals("'#one'", ShellWord.of("#one"));
        assertEquals("'-f'", ShellWord.of("-f"));
        assertEquals("'Ås.csv'", ShellWord.of("Ås.csv"));
        assertEquals("''", ShellWord.of(""));
    }
}
