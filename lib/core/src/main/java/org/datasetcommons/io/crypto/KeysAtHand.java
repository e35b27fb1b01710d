package org.datasetcommons.io.crypto;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.datasetcommons.CommonsException;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.signing.SigningKeys;

/** The keys of a person on this machine: in files, and in an agent. */
public final class KeysAtHand implements SigningKeys {
    private final List<Path> files;
    private final boolean required;
    private final Optional<Path> agentSocket;
    private final Optional<PublicKey> wanted;
    private final OpenSshPrivateKey.Passphrases passphrases;

    /**
     * @param files private or public key files, in the order in which to try them
     * @param required whether the files were asked for, so that one that is missing is an error
     * @param agentSocket of an agent, if there is one
     * @param wanted a key that git is told to sign with, which comes first
     */
    public KeysAtHand(
            List<Path> files,
            boolean required,
            Optional<Path> agentSocket,
            Optional<PublicKey> wanted,
            OpenSshPrivateKey.Passphrases passphrases) {
        this.files = List.copyOf(files);
        this.required = required;
        this.agentSocket = agentSocket;
        this.wanted = wanted;
        this.passphrases = passphrases;
    }

    /** What git is set to use comes first, then files in their order; a key that the agent holds is used through it. */
    @Override
    public List<Candidate> candidates() {
        var held = agentSocket.map(KeysAtHand::heldBy).orElse(List.of());
        var candidates = new ArrayList<Candidate>();
        var unusable = new ArrayList<CommonsException>();
        wanted.ifPresent(key -> held.stream()
                .filter(candidate -> candidate.publicKey().equals(key))
                .forEach(candidates::add));
        for (Path file : files) {
            // Names of private keys; git's own setting may name the public half.
            Path path = file.toString().endsWith(".pub")
                    ? file.resolveSibling(file.getFileName().toString().replaceFirst("\\.pub$", ""))
                    : file;
            if (required || Files.exists(path)) {
                try {
                    add(candidates, inFile(path, held));
                } catch (CommonsException e) {
                    unusable.add(e);
                }
            }
        }
        held.forEach(candidate -> add(candidates, candidate));
        // A key that nobody asked for and that cannot be read stands in nobody's way, unless there is no other.
        if (!unusable.isEmpty() && (required || candidates.isEmpty())) {
            throw unusable.get(0);
        }
        return candidates;
    }

    private Candidate inFile(Path path, List<Candidate> held) {
        var key = OpenSshPrivateKey.read(path);
        return held.stream()
                .filter(candidate -> candidate.publicKey().equals(key.publicKey()))
                .findFirst()
                .orElse(new Candidate(key.publicKey(), path.toString(), () -> key.open(passphrases)));
    }

    private static void add(List<Candidate> candidates, Candidate candidate) {
        if (candidates.stream().noneMatch(known -> known.publicKey().equals(candidate.publicKey()))) {
            candidates.add(candidate);
        }
    }

    private static List<Candidate> heldBy(Path socket) {
        var agent = new SshAgent(socket);
        try {
            return agent.identities().stream()
                    .filter(identity -> SshSignatureVerifier.takes(identity.key()))
                    .map(identity -> new Candidate(
                            identity.key(),
                            "the ssh agent (" + identity.comment() + ")",
                            () -> agent.signer(identity.key())))
                    .toList();
        } catch (CommonsException e) {
            // An agent that is gone leaves its variable behind; files may do. Signing with nothing says so.
            return List.of();
        }
    }
}
