package org.datasetcommons.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.datasetcommons.CommonsException;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Documents;
import org.datasetcommons.document.Json;
import org.datasetcommons.governance.TrustRoot;
import org.datasetcommons.provenance.Statement;
import org.datasetcommons.release.Releases;
import org.datasetcommons.signing.Envelope;
import org.datasetcommons.signing.Namespace;
import org.datasetcommons.signing.SignatureResult;
import org.datasetcommons.signing.SignatureVerifier;
import org.datasetcommons.signing.Verdict;
import org.datasetcommons.usecase.VerifySignatures;
import org.datasetcommons.usecase.Workspace;
import org.datasetcommons.version.Version;

/**
 * Whether a model is what its record says, and the record true: the signature, every file, and, in a copy of the dataset, the
 * signer, the version, and which records follow from it. No engine is needed, and nothing is computed again but the selection.
 */
public final class VerifyModel {
    /**
     * What was found.
     *
     * @param signer the key whose good signature the record has
     * @param person who that is in this dataset
     * @param checked what holds
     * @param unchecked what could not be checked here, and why
     */
    public record Outcome(
            Verdict verdict,
            Optional<ModelRecord> record,
            Optional<PublicKey> signer,
            Optional<String> person,
            List<String> checked,
            List<String> unchecked) {
        public Outcome {
            checked = List.copyOf(checked);
            unchecked = List.copyOf(unchecked);
        }
    }

    private static final int NAMED = 3;

    private final Documents documents;
    private final SignatureVerifier verifier;
    private final Optional<Workspace> workspace;
    private final List<String> reasons = new ArrayList<>();
    private final List<String> checked = new ArrayList<>();
    private final List<String> unchecked = new ArrayList<>();
    private Optional<PublicKey> signer = Optional.empty();
    private Optional<String> person = Optional.empty();

    /** @param workspace the dataset around the current directory, if there is one */
    public VerifyModel(Documents documents, SignatureVerifier verifier, Optional<Workspace> workspace) {
        this.documents = documents;
        this.verifier = verifier;
        this.workspace = workspace;
    }

    /** @param trust the dataset id that the person expects */
    public Outcome run(ModelDirectory directory, Optional<Digest> trust) {
        var statement = directory.findFile(ModelDirectory.RECORD);
        if (statement.isEmpty()) {
            reasons.add(ModelDirectory.RECORD + ": is missing");
            return outcome(Optional.empty());
        }
        verifySignature(directory, statement.get());
        ModelRecord record;
        try {
            record = directory.record(statement.get());
        } catch (CommonsException e) {
            reasons.add(e.getMessage());
            return outcome(Optional.empty());
        }
        verifyKey(record);
        verifyEnvelope(directory, statement.get());
        if (verifyFiles(directory, record)) {
            verifyContents(directory, record);
        }
        trust.filter(expected -> !expected.equals(record.source().dataset()))
                .ifPresent(expected -> reasons.add("the model was trained on dataset "
                        + record.source().dataset() + ", not on " + expected + ", the one you trust"));
        verifyInDataset(directory, record);
        unchecked.add(
                "the metrics and the weights: `commons eval` measures again, `commons train --replay` trains again");
        return outcome(Optional.of(record));
    }

    private Outcome outcome(Optional<ModelRecord> record) {
        return new Outcome(Verdict.of(List.copyOf(new TreeSet<>(reasons))), record, signer, person, checked, unchecked);
    }

    private void verifySignature(ModelDirectory directory, byte[] statement) {
        var signature = directory.findFile(ModelDirectory.SIGNATURE);
        if (signature.isEmpty()) {
            reasons.add(ModelDirectory.RECORD + ": is not signed, there is no " + ModelDirectory.SIGNATURE);
            return;
        }
        var result = verifier.verify(Namespace.MODEL, statement, signature.get());
        if (result instanceof SignatureResult.Bad bad) {
            reasons.add(
                    ModelDirectory.SIGNATURE + ": is no signature of " + ModelDirectory.RECORD + ": " + bad.reason());
            return;
        }
        signer = Optional.of(((SignatureResult.Good) result).key());
    }

    private void verifyKey(ModelRecord record) {
        if (signer.isEmpty()) {
            return;
        }
        if (!record.key().equals(signer)) {
            reasons.add(ModelDirectory.RECORD + ": names another key than the one that signed it, "
                    + signer.get().fingerprint());
            return;
        }
        checked.add("the record is signed with " + signer.get().fingerprint());
    }

    /** In its one form, with good signatures by the signer: nothing in it can be changed without notice. */
    private void verifyEnvelope(ModelDirectory directory, byte[] statement) {
        var bytes = directory.findFile(ModelDirectory.ENVELOPE);
        if (bytes.isEmpty()) {
            if (signer.isPresent()) {
                reasons.add(ModelDirectory.ENVELOPE + ": is missing");
            }
            return;
        }
        try {
            var fields = documents.json(ModelDirectory.ENVELOPE, bytes.get());
            var envelope = Envelope.parse(fields);
            var signers = envelope.signers(verifier).stream()
                    .map(PublicKey::fingerprint)
                    .toList();
            var named = fields.items("signatures").stream()
                    .map(item -> item.asFields().findText("keyid").orElse(""))
                    .toList();
            if (!Arrays.equals(envelope.payload(), statement)
                    || !envelope.payloadType().equals(Statement.MEDIA_TYPE)) {
                reasons.add(ModelDirectory.ENVELOPE + ": does not hold " + ModelDirectory.RECORD);
            } else if (!signers.equals(named)
                    || !signers.equals(
                            signer.stream().map(PublicKey::fingerprint).toList())) {
                reasons.add(ModelDirectory.ENVELOPE + ": is not signed by just the signer of " + ModelDirectory.RECORD);
            } else if (!Arrays.equals(envelope.bytes(), bytes.get())) {
                reasons.add(ModelDirectory.ENVELOPE + ": is not in its one form");
            }
        } catch (CommonsException | IllegalArgumentException e) {
            reasons.add(ModelDirectory.ENVELOPE + ": is damaged: " + e.getMessage());
        }
    }

    /** @return whether every file is the one that the record names */
    private boolean verifyFiles(ModelDirectory directory, ModelRecord record) {
        int before = reasons.size();
        for (var name : ModelDirectory.SUBJECTS) {
            if (!record.files().containsKey(name)) {
                reasons.add(ModelDirectory.RECORD + ": names no " + name);
            }
        }
        record.files().forEach((name, digest) -> {
            if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
                reasons.add(ModelDirectory.RECORD + ": names a file outside of the model: " + name);
                return;
            }
            var bytes = directory.findFile(name);
            if (bytes.isEmpty()) {
                reasons.add(name + ": is missing");
            } else if (!Digest.of(bytes.get()).equals(digest)) {
                reasons.add(name + ": digest differs");
            }
        });
        for (String name : directory.names()) {
            if (!record.files().containsKey(name)
                    && !List.of(ModelDirectory.RECORD, ModelDirectory.SIGNATURE, ModelDirectory.ENVELOPE)
                            .contains(name)) {
                unchecked.add(name + ": the record says nothing of it");
            }
        }
        if (reasons.size() > before) {
            return false;
        }
        checked.add(record.files().size() + " files are those that the record names");
        return true;
    }

    /** That the files say the same as the record. */
    private void verifyContents(ModelDirectory directory, ModelRecord record) {
        try {
            var model = directory.read(record);
            var metrics = documents.json(ModelDirectory.METRICS, directory.file(record, ModelDirectory.METRICS));
            state(ModelRecord.Counts.of(model.uses()).equals(record.counts()), "the numbers of records");
            state(metrics.integer("count") == record.counts().held(), "the number of records measured on");
            state(
                    record.files()
                            .get(ModelDirectory.RECIPE)
                            .equals(record.recipe().file()),
                    "the recipe");
            state(model.recipe().name().equals(record.recipe().name()), "the recipe's name");
            state(model.recipe().task().toString().equals(record.recipe().task()), "the task");
        } catch (CommonsException e) {
            reasons.add(e.getMessage());
        }
    }

    private void state(boolean holds, String what) {
        if (!holds) {
            reasons.add(ModelDirectory.RECORD + ": does not say of " + what + " what the files say");
        }
    }

    private void verifyInDataset(ModelDirectory directory, ModelRecord record) {
        var here = workspace
                .filter(w -> w.repository().head().isPresent())
                .map(Workspace::headVersion)
                .filter(head -> head.datasetId().equals(record.source().dataset()));
        if (here.isEmpty()) {
            unchecked.add("who signed, the version and its records: dataset '"
                    + record.source().name() + "' ("
                    + record.source().dataset() + ") is not around this directory");
            return;
        }
        verifyPerson(record, here.get());
        var repository = workspace.get().repository();
        var commit = repository.resolve(record.source().commit().hex());
        if (commit.isEmpty()) {
            reasons.add(
                    "commit " + record.source().commit() + ", on which the model was trained, is not in this dataset");
            return;
        }
        var version = commit.get().equals(here.get().commit())
                ? here.get()
                : workspace.get().versions().open(repository, commit.get());
        verifyVersion(record, version);
        verifySelection(directory, record, version);
    }

    /** By those whom the dataset knows now: a key that was revoked since has never signed anything. */
    private void verifyPerson(ModelRecord record, Version head) {
        if (signer.isEmpty()) {
            return;
        }
        var key = signer.get();
        person = head.findOwner(key)
                .filter(contributor -> contributor.speaks(key, record.created()))
                .map(contributor -> contributor.handle().name())
                .or(() -> Arrays.stream(TrustRoot.Role.values())
                        .flatMap(role -> head.root().role(role).persons(List.of(key)).stream())
                        .findFirst()
                        .filter(holder -> head.findOwner(key).isEmpty())
                        .map(Object::toString));
        if (person.isEmpty()) {
            reasons.add(ModelDirectory.SIGNATURE + ": is by " + key.fingerprint()
                    + ", which speaks for nobody in this dataset at " + record.created());
        } else if (record.contributor()
                .filter(c -> !c.name().equals(person.get()))
                .isPresent()) {
            reasons.add(ModelDirectory.RECORD + ": says it is by "
                    + record.contributor().get() + ", and is signed by " + person.get());
        } else {
            checked.add("that key is " + person.get() + "'s");
        }
    }

    private void verifyVersion(ModelRecord record, Version version) {
        var source = record.source();
        String name = "version " + source.version();
        var tag = source.release().map(release -> release.version().tag());
        boolean untagged = tag.filter(
                        t -> workspace.get().repository().findTag(t).isEmpty())
                .isPresent();
        var signed = new VerifySignatures(workspace.get()).run(version, untagged ? Optional.empty() : tag);
        signed.reasons().forEach(reason -> reasons.add(name + ": " + reason));
        source.release().ifPresent(release -> {
            var found = new Releases(documents).find(version.tree(), release.version());
            if (!found.map(there -> Digest.of(there.statement().bytes())).equals(Optional.of(release.statement()))) {
                reasons.add(name + ": its release statement is not the one that the record names");
            }
            if (untagged) {
                unchecked.add(name + ": tag " + tag.get() + " is not here, nor what it says");
            } else if (!workspace.get().repository().resolve(tag.get()).equals(Optional.of(source.commit()))) {
                reasons.add(name + ": its tag does not lead to commit " + source.commit());
            }
        });
        if (!version.coverage().absent().isEmpty()) {
            unchecked.add(name + ": the content of "
                    + version.coverage().absent().get(0) + " is not here, so its manifest is not known");
            return;
        }
        var manifest = version.coverage().manifest();
        if (!manifest.root().equals(source.root())
                || !manifest.digest().equals(source.manifest())
                || manifest.size() != source.records()) {
            reasons.add(name + ": its manifest is not the one that the record names");
        } else if (signed.reasons().isEmpty()) {
            checked.add(name + " is here, its signatures hold, and its manifest is the one stated");
        }
    }

    /** Selects again, with consent as it was at the time of use, and compares record by record. */
    private void verifySelection(ModelDirectory directory, ModelRecord record, Version version) {
        Uses stated;
        Recipe recipe;
        byte[] model;
        try {
            stated = directory.uses(record);
            recipe = directory.recipe(record);
            model = directory.file(record, ModelDirectory.MODEL);
        } catch (CommonsException e) {
            return; // Named already.
        }
        Selection selection;
        try {
            selection = Selection.of(version, recipe, record.used(), verifier);
        } catch (CommonsException e) {
            unchecked.add("which records follow from the version: " + e.getMessage());
            return;
        }
        TrainingSet set;
        try {
            set = TrainingSet.of(recipe, selection, workspace.get().progress());
        } catch (CommonsException e) {
            reasons.add(ModelDirectory.RECORDS + ": does not follow from the version: " + e.getMessage());
            return;
        }
        if (!Arrays.equals(set.uses().bytes(), stated.bytes())) {
            differences(stated, set.uses());
            return;
        }
        if (!Arrays.equals(model, Json.pretty(set.description().toNode()))) {
            reasons.add(ModelDirectory.MODEL + ": does not follow from the version and the recipe");
        }
        checked.add(stated.used() + " records used and " + stated.excluded().size()
                + " left out follow from the version, the recipe, and consent for '" + record.purpose() + "' at "
                + record.used());
    }

    private void differences(Uses stated, Uses found) {
        var then = lines(stated);
        var now = lines(found);
        var ids = new TreeSet<>(then.keySet());
        ids.addAll(now.keySet());
        var different = ids.stream()
                .filter(id -> !Optional.ofNullable(then.get(id)).equals(Optional.ofNullable(now.get(id))))
                .toList();
        different.stream()
                .limit(NAMED)
                .forEach(id -> reasons.add(ModelDirectory.RECORDS + ": " + id + " "
                        + then.getOrDefault(id, "is not listed") + "; by the version it "
                        + now.getOrDefault(id, "was not asked for")));
        if (different.size() > NAMED) {
            reasons.add(ModelDirectory.RECORDS + ": " + (different.size() - NAMED) + " more records differ");
        }
    }

    private static Map<String, String> lines(Uses uses) {
        var lines = new TreeMap<String, String>();
        uses.learned().forEach((id, digest) -> lines.put(id, "was learnt from, as " + digest));
        uses.held().forEach((id, digest) -> lines.put(id, "was measured on, as " + digest));
        uses.excluded().forEach((id, reason) -> lines.put(id, "was left out: " + reason));
        return lines;
    }
}
