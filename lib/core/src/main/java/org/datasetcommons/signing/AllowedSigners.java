package org.datasetcommons.signing;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.datasetcommons.contributor.PublicKey;

/** OpenSSH's {@code allowed_signers} (ssh-keygen(1)): which key speaks for whom, in which namespaces, and when. */
public final class AllowedSigners {
    /** Times end in Z; without it OpenSSH reads them in the local zone. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /**
     * One line.
     *
     * @param until from then on the key does not speak any more
     */
    public record Entry(
            String principal, PublicKey key, List<String> namespaces, Optional<Instant> from, Optional<Instant> until) {
        public Entry {
            namespaces = List.copyOf(namespaces);
        }

        String line() {
            return principal + " namespaces=\"" + String.join(",", namespaces) + "\""
                    + from.map(time -> ",valid-after=\"" + TIME.format(time) + "\"")
                            .orElse("")
                    // OpenSSH counts the second it names as one of those before.
                    + until.map(time -> ",valid-before=\"" + TIME.format(time.minusSeconds(1)) + "\"")
                            .orElse("")
                    + " " + key.line() + "\n";
        }
    }

    private AllowedSigners() {}

    /** The file's text, its lines sorted. */
    public static String render(Collection<Entry> entries) {
        return entries.stream().map(Entry::line).sorted().collect(Collectors.joining());
    }
}
