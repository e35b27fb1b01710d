package org.datasetcommons.signing;

/** What a signature is about (SSHSIG's namespace), so that a signed vote can never pass for a signed contribution. */
public enum Namespace {
    CONTRIBUTION("contribution@datasetcommons.org"),
    RELEASE("release@datasetcommons.org"),
    ROOT("root@datasetcommons.org"),
    MODEL("model@datasetcommons.org"),
    /** The inside of DSSE envelopes. */
    ATTESTATION("attestation@datasetcommons.org"),
    /** Commits and tags; the word is git's. */
    GIT("git");

    private final String text;

    Namespace(String text) {
        this.text = text;
    }

    /** The text that is signed. */
    public String text() {
        return text;
    }
}
