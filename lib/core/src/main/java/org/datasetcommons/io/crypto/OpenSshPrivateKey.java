package org.datasetcommons.io.crypto;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.invalid;
import static org.datasetcommons.CommonsException.precondition;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.OpenSSHPrivateKeyUtil;
import org.bouncycastle.crypto.util.OpenSSHPublicKeyUtil;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.datasetcommons.CommonsException;
import org.datasetcommons.ShellWord;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.signing.Signer;
import org.datasetcommons.signing.Wire;

/** A private key file in OpenSSH's own format (PROTOCOL.key), with or without a passphrase. */
public final class OpenSshPrivateKey {
    private static final String BEGIN = "-----BEGIN OPENSSH PRIVATE KEY-----";
    private static final String END = "-----END OPENSSH PRIVATE KEY-----";
    private static final String MAGIC = "openssh-key-v1\0";
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    /** Where a passphrase comes from, if one is needed. */
    @FunctionalInterface
    public interface Passphrases {
        /** Asks for the passphrase of a file; the caller overwrites the answer after use. */
        char[] of(Path file);
    }

    private final Path file;
    private final byte[] blob;
    private final String cipher;
    private final PublicKey publicKey;

    private OpenSshPrivateKey(Path file, byte[] blob, String cipher, PublicKey publicKey) {
        this.file = file;
        this.blob = blob;
        this.cipher = cipher;
        this.publicKey = publicKey;
    }

    /** Reads what the file says in the clear; the key itself stays locked until {@link #open}. */
    public static OpenSshPrivateKey read(Path file) {
        String text;
        if (Files.isDirectory(file)) {
            throw precondition(file + " is a folder, not a key file").hint("name a key in it: `--sign-with FILE`");
        }
        try {
            requirePrivate(file);
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw precondition("no such key file: " + file, e).hint("make one with `commons key new`");
        } catch (IOException e) {
            throw environment("cannot read the key " + file, e);
        }
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw invalid(file + " is not a private key in OpenSSH's format")
                    .hint("convert it: `ssh-keygen -p -f " + ShellWord.of(file) + "`");
        }
        try {
            byte[] blob = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
            var in = ByteBuffer.wrap(blob);
            byte[] magic = new byte[MAGIC.length()];
            in.get(magic);
            if (!new String(magic, StandardCharsets.ISO_8859_1).equals(MAGIC)) {
                throw new IllegalArgumentException("no magic");
            }
            String cipher = Wire.readText(in);
            Wire.readText(in); // the key derivation, which Bouncy Castle reads for itself
            Wire.readString(in);
            if (in.getInt() != 1) {
                throw new IllegalArgumentException("not one key");
            }
            return new OpenSshPrivateKey(file, blob, cipher, PublicKey.ofBlob(Wire.readString(in)));
        } catch (IllegalArgumentException | java.nio.BufferUnderflowException e) {
            throw damaged(file, e);
        }
    }

    /** A key that others can read is nobody's signature. */
    private static void requirePrivate(Path file) throws IOException {
        if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
            return;
        }
        var permissions = EnumSet.copyOf(Files.getPosixFilePermissions(file));
        permissions.retainAll(OTHERS);
        if (!permissions.isEmpty()) {
            throw precondition("the key " + file + " can be read by others than you")
                    .hint("`chmod 600 " + ShellWord.of(file) + "`");
        }
    }

    public PublicKey publicKey() {
        return publicKey;
    }

    /** Unlocks the key. */
    public Signer open(Passphrases passphrases) {
        if (HardwareKey.holds(publicKey)) {
            throw precondition("the key " + file + " is on hardware, and is reached through an ssh agent")
                    .hint("give it to the agent: `ssh-add " + ShellWord.of(file) + "`");
        }
        if (!SshSignatureVerifier.takes(publicKey)) {
            throw cannotSign();
        }
        AsymmetricKeyParameter key;
        try {
            key = cipher.equals("none")
                    ? OpenSSHPrivateKeyUtil.parsePrivateKeyBlob(blob)
                    : unlock(passphrases.of(file));
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw cipher.equals("none")
                    ? damaged(file, e)
                    : precondition("cannot unlock the key " + file + ": is the passphrase right?", e)
                            .hint("try it: `ssh-keygen -y -f " + ShellWord.of(file) + "`");
        }
        var signer = signer(key);
        // What the file says in the clear is not protected; a key that differs from it would sign for somebody else.
        if (!signer.publicKey().equals(publicKey)) {
            throw damaged(file, new IllegalArgumentException("its public part is not that of the key"));
        }
        return signer;
    }

    private static CommonsException damaged(Path file, Exception cause) {
        return invalid("the key " + file + " is damaged", cause)
                .hint("use another with --sign-with, or make one: `commons key new FILE`");
    }

    private CommonsException cannotSign() {
        return precondition("keys of type " + publicKey.type() + " cannot sign here: " + file)
                .hint("make an Ed25519 key with `commons key new`");
    }

    private AsymmetricKeyParameter unlock(char[] passphrase) {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(passphrase));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        try {
            return OpenSSHPrivateKeyUtil.parsePrivateKeyBlob(blob, bytes);
        } finally {
            Arrays.fill(passphrase, '\0');
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(encoded.array(), (byte) 0);
        }
    }

    private Signer signer(AsymmetricKeyParameter key) {
        if (key instanceof Ed25519PrivateKeyParameters ed25519) {
            return new Ed25519Key(ed25519);
        }
        if (key instanceof RSAPrivateCrtKeyParameters rsa
                && rsa.getModulus().bitLength() < SshSignatureVerifier.RSA_BITS) {
            throw precondition("the RSA key " + file + " has fewer than " + SshSignatureVerifier.RSA_BITS + " bits")
                    .hint("make an Ed25519 key with `commons key new`");
        }
        boolean rsa = key instanceof RSAPrivateCrtKeyParameters;
        var algorithm = SshAlgorithm.find(rsa ? "rsa-sha2-512" : publicKey.type(), publicKey.type())
                .orElseThrow(this::cannotSign);
        try {
            byte[] encoded = PrivateKeyInfoFactory.createPrivateKeyInfo(key).getEncoded();
            var opened = KeyFactory.getInstance(rsa ? "RSA" : "EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
            return new JcaKey(publicOf(key), opened, algorithm);
        } catch (GeneralSecurityException | IOException e) {
            throw damaged(file, e);
        }
    }

    /** The public half that belongs to a private key. */
    private static PublicKey publicOf(AsymmetricKeyParameter key) throws IOException {
        AsymmetricKeyParameter half = key instanceof RSAPrivateCrtKeyParameters rsa
                ? new RSAKeyParameters(false, rsa.getModulus(), rsa.getPublicExponent())
                : publicOf((ECPrivateKeyParameters) key);
        return PublicKey.ofBlob(OpenSSHPublicKeyUtil.encodePublicKey(half));
    }

    private static ECPublicKeyParameters publicOf(ECPrivateKeyParameters key) {
        var curve = key.getParameters();
        return new ECPublicKeyParameters(new FixedPointCombMultiplier().multiply(curve.getG(), key.getD()), curve);
    }

    /**
     * Makes an Ed25519 key file without a passphrase, readable by its owner alone, and its {@code .pub} beside it.
     *
     * @throws org.datasetcommons.CommonsException if there is a file of either name; nothing is ever written over
     */
    public static PublicKey create(Path file, SecureRandom random, String comment) {
        requireFree(file);
        var key = new Ed25519PrivateKeyParameters(random);
        var publicKey = new Ed25519Key(key).publicKey();
        Path publicFile = publicFile(file);
        try {
            Path folder = file.toAbsolutePath().getParent();
            boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
            if (!Files.exists(folder)) {
                if (posix) {
                    Files.createDirectories(
                            folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                } else {
                    Files.createDirectories(folder);
                }
            }
            if (posix) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(file);
            }
            Files.write(file, armored(key, publicKey, random, comment), StandardOpenOption.TRUNCATE_EXISTING);
            Files.writeString(
                    publicFile,
                    publicKey.line() + " " + comment + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE_NEW);
            return publicKey;
        } catch (FileAlreadyExistsException e) {
            throw exists(file);
        } catch (IOException e) {
            throw environment("cannot write the key " + file, e);
        }
    }

    /** @throws org.datasetcommons.CommonsException if a key cannot be made here because there is a file of either name */
    public static void requireFree(Path file) {
        for (Path path : java.util.List.of(file, publicFile(file))) {
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                throw exists(path);
            }
        }
    }

    private static Path publicFile(Path file) {
        return file.resolveSibling(file.getFileName() + ".pub");
    }

    private static CommonsException exists(Path file) {
        return precondition("there is a file " + file + " already").hint("name another: `commons key new FILE`");
    }

    /** PROTOCOL.key with the cipher {@code none}: two equal check numbers, the key, the comment, padding 1, 2, 3, … to 8. */
    private static byte[] armored(
            Ed25519PrivateKeyParameters key, PublicKey publicKey, SecureRandom random, String comment) {
        byte[] raw = key.generatePublicKey().getEncoded();
        int check = random.nextInt();
        var secret = new Wire()
                .uint32(check)
                .uint32(check)
                .string(Ed25519Key.TYPE)
                .string(raw)
                .string(new Wire().raw(key.getEncoded()).raw(raw).bytes())
                .string(comment.getBytes(StandardCharsets.UTF_8));
        for (int i = 1; secret.bytes().length % 8 != 0; i++) {
            secret.raw(new byte[] {(byte) i});
        }
        byte[] blob = new Wire()
                .raw(MAGIC.getBytes(StandardCharsets.ISO_8859_1))
                .string("none")
                .string("none")
                .string(new byte[0])
                .uint32(1)
                .string(publicKey.blob())
                .string(secret.bytes())
                .bytes();
        return (BEGIN + "\n" + Base64.getMimeEncoder(70, new byte[] {'\n'}).encodeToString(blob) + "\n" + END + "\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
