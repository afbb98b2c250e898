import PrometheusModel
import Testing

@Suite struct ByteSizeTextTests {
    @Test(
        arguments: [
            ("0", 0, "0B"), ("512B", 512, "512B"), ("10GB", 10 << 30, "10GiB"), ("1.5KiB", 1536, "1KiB512B"),
        ] as [(String, Int64, String)]
    )
    func `reads and prints`(text: String, bytes: Int64, printed: String) throws {
        #expect(try ByteSizeText.parse(text) == bytes)
        #expect(ByteSizeText.string(bytes: bytes) == printed)
    }

    @Test(arguments: [
        ("10", "units: unknown unit  in 10"), ("10XB", "units: unknown unit XB in 10XB"), ("", "units: invalid "),
    ])
    func `says what is wrong`(text: String, message: String) {
        #expect { try ByteSizeText.parse(text) } throws: { "\($0)" == message }
    }
}
