import PrometheusBytes
import Testing

@testable import Chunks

@Suite struct VarbitTests {
    @Test(
        arguments: [
            (0, 1), (1, 5), (-3, 5), (4, 5), (5, 9), (-4, 9), (32, 9), (-31, 9), (33, 13), (256, 13), (-255, 13),
            (-256, 17),
            (2048, 17), (2049, 24), (-131_071, 24), (131_072, 24), (131_073, 32), (-16_777_215, 32), (16_777_216, 32),
            (16_777_217, 64), (1 << 55, 64), (-(1 << 55) + 1, 64), (-(1 << 55), 72), (.max, 72), (.min, 72),
        ] as [(Int64, Int)]
    )
    func `a signed number takes the bits of its range`(number: Int64, bitCount: Int) {
        var writer = BitWriter(header: [])
        writer.writeVarbit(number)
        #expect(writer.bitCount == bitCount)
        let bytes = writer.bytes
        var reader = BitReader(bytes.rawSpan, byteOffset: 0)
        let read = reader.readVarbit()
        #expect(read == number)
        #expect(reader.bitOffset == bitCount)
    }

    @Test(
        arguments: [
            (0, 1), (1, 5), (7, 5), (8, 9), (63, 9), (64, 13), (511, 13), (512, 17), (4095, 17), (4096, 24),
            (262_143, 24),
            (262_144, 32), (33_554_431, 32), (33_554_432, 64), (1 << 56 - 1, 64), (1 << 56, 72), (.max, 72),
        ] as [(UInt64, Int)]
    )
    func `an unsigned number takes the bits of its range`(number: UInt64, bitCount: Int) {
        var writer = BitWriter(header: [])
        writer.writeVarbit(number)
        #expect(writer.bitCount == bitCount)
        let bytes = writer.bytes
        var reader = BitReader(bytes.rawSpan, byteOffset: 0)
        let read = reader.readUnsignedVarbit()
        #expect(read == number)
    }
}
