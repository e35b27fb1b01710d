package org.datasetcommons.digest;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Hashes blocks in a thread of its own, in the order in which they are handed over, so that whoever reads and writes them
 * need not wait for it.
 */
final class HashingThread {
    private static final int BLOCKS = 4;
    private static final int BLOCK = 256 * 1024;
    private static final Block END = new Block(new byte[0], -1);

    private final MessageDigest digest;
    private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BLOCKS);
    private final BlockingQueue<Block> waiting = new ArrayBlockingQueue<>(BLOCKS + 1);
    private final Thread thread = new Thread(this::run, "commons-hashing");

    private record Block(byte[] bytes, int length) {}

    /** @param digest is nobody else's until {@link #end} has returned */
    HashingThread(MessageDigest digest) {
        this.digest = digest;
        for (int i = 0; i < BLOCKS; i++) {
            free.add(new byte[BLOCK]);
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** A block to fill; waits until one is free. */
    byte[] take() throws IOException {
        try {
            return free.take();
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** Hands over the first bytes of a block, which from now on may be read and not be changed. */
    void hash(byte[] block, int length) {
        waiting.add(new Block(block, length));
    }

    /** Returns when all blocks are hashed. */
    void end() throws IOException {
        waiting.add(END);
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static IOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted");
    }

    private void run() {
        try {
            for (var block = waiting.take(); block != END; block = waiting.take()) {
                digest.update(block.bytes(), 0, block.length());
                free.add(block.bytes());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // By nobody: this thread is known to nobody else.
        }
    }
}
