package io.jenkins.plugins.aviary.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.model.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MerkleTreeTest {
    /** The leaves and roots that Certificate Transparency implementations test each other with. */
    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static final int MANY = 70;

    private static List<byte[]> leaves(int count) {
        List<byte[]> leaves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            leaves.add(MerkleHash.leaf(("event " + i).getBytes(StandardCharsets.UTF_8)));
        }
        return leaves;
    }

    /** The definition of RFC 6962, word for word. */
    private static byte[] hashOf(List<byte[]> leaves) {
        if (leaves.isEmpty()) {
            return MerkleHash.emptyRoot();
        }
        if (leaves.size() == 1) {
            return leaves.get(0);
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        return MerkleHash.node(hashOf(leaves.subList(0, split)), hashOf(leaves.subList(split, leaves.size())));
    }

    private static MerkleTree tree(List<byte[]> leaves) {
        return new MerkleTree(
                (level, index) -> hashOf(leaves.subList((int) (index << level), (int) ((index + 1) << level))));
    }

    @ParameterizedTest
    @CsvSource({
        "0, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "1, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "2, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "3, aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "8, 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    })
    void hasTheRootsThatOthersPublished(int size, String root) {
        List<byte[]> leaves = LEAVES.stream()
                .map(hex -> MerkleHash.leaf(HexFormat.of().parseHex(hex)))
                .toList();
        assertThat(tree(leaves).root(size)).hasToString(root);
    }

    @Test
    void provesEveryLeafOfEverySizeAndNoOther() {
        List<byte[]> leaves = leaves(MANY);
        MerkleTree tree = tree(leaves);
        for (int size = 1; size <= MANY; size++) {
            Digest root = tree.root(size);
            for (int leaf = 0; leaf < size; leaf++) {
                InclusionProof proof = tree.inclusion(leaf, size);
                assertThat(proof.proves(Digest.ofHash(leaves.get(leaf)), root)).isTrue();
                assertThat(proof.proves(Digest.ofHash(leaves.get((leaf + 1) % MANY)), root))
                        .isFalse();
                assertThat(new InclusionProof(leaf + 1, size, proof.path())
                                .proves(Digest.ofHash(leaves.get(leaf)), root))
                        .isFalse();
            }
        }
    }

    @Test
    void provesThatEverySizeBeginsWithEverySmaller() {
        List<byte[]> leaves = leaves(MANY);
        MerkleTree tree = tree(leaves);
        List<byte[]> changed = leaves(MANY);
        changed.set(0, MerkleHash.leaf(new byte[] {1}));
        for (int second = 1; second <= MANY; second++) {
            for (int first = 1; first <= second; first++) {
                ConsistencyProof proof = tree.consistency(first, second);
                assertThat(proof.proves(tree.root(first), tree.root(second))).isTrue();
                assertThat(proof.proves(tree(changed).root(first), tree.root(second)))
                        .isFalse();
            }
        }
    }

    @Test
    void growsAtItsEdgeToTheSameRoots() {
        List<byte[]> leaves = leaves(MANY);
        MerkleFrontier frontier = new MerkleFrontier();
        for (int size = 0; size <= MANY; size++) {
            assertThat(frontier.root()).isEqualTo(hashOf(leaves.subList(0, size)));
            MerkleTree tree = tree(leaves);
            int sizeNow = size;
            assertThat(MerkleFrontier.of(
                                    (level, index) -> hashOf(
                                            leaves.subList((int) (index << level), (int) ((index + 1) << level))),
                                    sizeNow)
                            .root())
                    .isEqualTo(InclusionProof.hash(tree.root(sizeNow)));
            if (size < MANY) {
                frontier.add(leaves.get(size));
            }
        }
    }

    @Test
    void refusesToProveWhatIsNotThere() {
        MerkleTree tree = tree(leaves(4));
        assertThatThrownBy(() -> tree.inclusion(4, 4)).hasMessageContaining("no leaf 4");
        assertThatThrownBy(() -> tree.consistency(5, 4)).hasMessageContaining("never had 5");
    }
}
