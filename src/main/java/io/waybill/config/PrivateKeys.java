package io.waybill.config;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes private keys of PEM files: PKCS#8, plain (RFC 5958) or encrypted (RFC 8018), PKCS#1 (RFC 8017) and SEC 1 (RFC
 * 5915).
 */
final class PrivateKeys {

    private static final String PKCS8 = "PRIVATE KEY";
    private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";
    private static final String PKCS1 = "RSA PRIVATE KEY";
    private static final String SEC1 = "EC PRIVATE KEY";
    private static final String SEC1_CURVE = "EC PARAMETERS";
    private static final List<String> LABELS = List.of(PKCS8, ENCRYPTED, PKCS1, SEC1);

    private static final String RSA_ID = "2a864886f70d010101";
    private static final String EC_ID = "2a8648ce3d0201";
    private static final byte[] VERSION = Der.write(Der.INTEGER, new byte[1]);
    private static final byte[] NO_PARAMETERS = {0x05, 0x00};
    private static final byte[] PROBE = {'w', 'a', 'y', 'b', 'i', 'l', 'l'};

    private static final String EXPECTED = "a PEM file with one private key: RSA or ECDSA on P-256, P-384 or P-521";
    private static final String RENEW = "write it anew with: openssl pkey -in OLD -out NEW";
    private static final String ENCRYPT = "write it anew with: openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD -out NEW";

    private final Pem pem;

    PrivateKeys(Pem pem) {
        this.pem = pem;
    }

    /** Whether a password is needed. */
    boolean areEncrypted() {
        return !pem.labelled(ENCRYPTED).isEmpty();
    }

    /**
     * The only key in the file.
     *
     * @param password null for none
     * @throws Unfit with what is wrong with the file
     * @throws WrongPassword if the password does not open it
     */
    PrivateKey only(@Nullable String password) throws Unfit, WrongPassword {
        List<Pem.Block> keys = pem.blocks().stream()
                .filter(block -> LABELS.contains(block.label()))
                .toList();
        if (keys.size() != 1) {
            throw new Unfit(
                    (keys.isEmpty() ? "no private key in " : keys.size() + " private keys in ") + pem.file(),
                    EXPECTED,
                    keys.isEmpty() ? "look whether this is the file of the key" : "leave one in it");
        }
        Pem.Block block = keys.get(0);
        if (block.oldEncryption()) {
            throw new Unfit("a key in " + pem.file() + " that is encrypted in a way of old", EXPECTED, ENCRYPT);
        }
        try {
            byte[] der = pem.der(block);
            return switch (block.label()) {
                case PKCS1 -> key(wrapped(RSA_ID, NO_PARAMETERS, der));
                case SEC1 -> key(wrapped(EC_ID, curve(Der.of(der)), der));
                case ENCRYPTED -> key(opened(der, password));
                default -> key(der);
            };
        } catch (IOException | GeneralSecurityException broken) {
            throw new Unfit("a private key in " + pem.file() + " that cannot be understood", EXPECTED, RENEW);
        }
    }

    private PrivateKey key(byte[] pkcs8) throws Unfit, IOException, GeneralSecurityException {
        String id = Der.of(pkcs8).part(1, Der.SEQUENCE).part(0, Der.OBJECT_ID).hex();
        if (!id.equals(RSA_ID) && !id.equals(EC_ID)) {
            throw new Unfit("a private key of another kind in " + pem.file(), EXPECTED, "have a key of these made");
        }
        return KeyFactory.getInstance(id.equals(RSA_ID) ? "RSA" : "EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    /** As PKCS#8, which is all that Java reads. */
    private static byte[] wrapped(String id, byte[] parameters, byte[] key) {
        byte[] algorithm =
                Der.write(Der.SEQUENCE, Der.write(Der.OBJECT_ID, HexFormat.of().parseHex(id)), parameters);
        return Der.write(Der.SEQUENCE, VERSION, algorithm, Der.write(Der.OCTET_STRING, key));
    }

    /** The name of the curve, which stands in the key or, as OpenSSL writes it, in a block of its own before it. */
    private byte[] curve(Der key) throws Unfit, IOException {
        for (Der part : key.parts()) {
            if (part.is(Der.tagged(0))) {
                return part.content();
            }
        }
        List<Pem.Block> beside = pem.labelled(SEC1_CURVE);
        if (beside.isEmpty()) {
            throw new IOException("found no curve");
        }
        return pem.der(beside.get(0));
    }

    private byte[] opened(byte[] der, @Nullable String password)
            throws Unfit, WrongPassword, IOException, GeneralSecurityException {
        EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
        // of the parameters, and not of the key: for PBES2 only they know by what it is encrypted
        String algorithm = String.valueOf(info.getAlgParameters());
        Cipher cipher;
        SecretKeyFactory factory;
        try {
            cipher = Cipher.getInstance(algorithm);
            factory = SecretKeyFactory.getInstance(algorithm);
        } catch (GeneralSecurityException unknown) {
            throw new Unfit("a key in " + pem.file() + " that is encrypted in an unusual way", EXPECTED, ENCRYPT);
        }
        try {
            SecretKey secret = factory.generateSecret(new PBEKeySpec((password == null ? "" : password).toCharArray()));
            cipher.init(Cipher.DECRYPT_MODE, secret, info.getAlgParameters());
            byte[] opened = cipher.doFinal(info.getEncryptedData());
            // one wrong password of 256 passes for right until here
            Der.of(opened).part(1, Der.SEQUENCE);
            return opened;
        } catch (IOException | GeneralSecurityException notOpened) {
            throw new WrongPassword();
        }
    }

    /** Whether what the one signs is verified by the other. */
    static boolean belongTogether(PrivateKey key, PublicKey other) {
        if (!key.getAlgorithm().equals(other.getAlgorithm())) {
            return false;
        }
        try {
            Signature signature =
                    Signature.getInstance(key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(other);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException unusable) {
            return false;
        }
    }

    /** The password is not that of the key. */
    static final class WrongPassword extends Exception {

        WrongPassword() {
            super("wrong password", null, false, false);
        }
    }
}
