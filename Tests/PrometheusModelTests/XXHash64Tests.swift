import PrometheusBytes
import Testing

@Suite struct XXHash64Tests {
    @Test(
        arguments: [
            ("", 0xef46_db37_51d8_e999),
            ("a", 0xd24e_c4f1_a98c_6e5b),
            ("abc", 0x44bc_2cf5_ad77_0999),
            ("Nobody inspects the spammish repetition", 0xfbce_a83c_8a37_8bf1),
        ] as [(String, UInt64)]
    )
    func `hashes as everybody else does`(text: String, expected: UInt64) {
        #expect(text.withRawSpan { XXHash64.hash($0) } == expected)
    }

    @Test func `every length has a hash of its own`() {
        let hashes = (0..<200).map { count in
            XXHash64.hash([UInt8](repeating: 0x61, count: count).rawSpan)
        }
        #expect(Set(hashes).count == hashes.count)
    }
}
