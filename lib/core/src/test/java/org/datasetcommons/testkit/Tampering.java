package org.datasetcommons.testkit;

import java.util.Arrays;
import java.util.function.Consumer;

/** Bytes that are almost the right ones. */
public final class Tampering {
    private static final String BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private Tampering() {}

    /** Each form in which one byte differs: in its lowest bit, in its highest, in all. */
    public static void eachByte(byte[] bytes, Consumer<byte[]> each) {
        for (int i = 0; i < bytes.length; i++) {
            for (int difference : new int[] {0x01, 0x80, 0xFF}) {
                byte[] changed = bytes.clone();
                changed[i] ^= (byte) difference;
                each.accept(changed);
            }
        }
    }

    /** Each form in which the lowest bit of one byte differs: where looking at one form takes long. */
    public static void eachLowestBit(byte[] bytes, Consumer<byte[]> each) {
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            each.accept(changed);
        }
    }

    /** Each form in which the text is another and base64 still: one character is its neighbour, or another one. */
    public static void eachBase64Character(byte[] armored, Consumer<byte[]> each) {
        for (int i = 0; i < armored.length; i++) {
            int value = BASE64.indexOf(armored[i]);
            if (value >= 0) {
                for (int other : new int[] {value ^ 1, value ^ 2, value ^ 32, (value + 1) % 64}) {
                    byte[] changed = armored.clone();
                    changed[i] = (byte) BASE64.charAt(other);
                    each.accept(changed);
                }
            }
        }
    }

    /** Each beginning that is shorter, and the whole with something after it. */
    public static void eachLength(byte[] bytes, Consumer<byte[]> each) {
        for (int length = 0; length < bytes.length; length++) {
            each.accept(Arrays.copyOf(bytes, length));
        }
        each.accept(Arrays.copyOf(bytes, bytes.length + 1));
    }

    /** All of these. */
    public static void each(byte[] bytes, Consumer<byte[]> each) {
        eachByte(bytes, each);
        eachLength(bytes, each);
    }
}
