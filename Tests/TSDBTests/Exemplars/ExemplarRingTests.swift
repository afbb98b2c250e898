import PrometheusModel
import Testing

@testable import TSDB

@Suite struct ExemplarRingTests {
    static func exemplar(_ time: Int64, _ value: Double = 1, _ trace: String = "t") -> Exemplar {
        Exemplar(labels: ["trace_id": trace], value: value, timestamp: time)
    }

    static func times(_ ring: ExemplarRing, _ window: ClosedRange<Int64> = .min ... .max) -> [String: [Int64]] {
        var times: [String: [Int64]] = [:]
        for found in ring.select(window, { _ in true }) {
            times[found.labels["__name__"] ?? ""] = found.exemplars.map(\.timestamp)
        }
        return times
    }

    @Test func `the oldest exemplar goes when another one comes`() {
        var ring = ExemplarRing(capacity: 3)
        for time in 1...5 as ClosedRange<Int64> {
            let verdict = ring.append(Self.exemplar(time), of: ["__name__": time % 2 == 0 ? "even" : "odd"], window: 0)
            #expect(verdict == .accepted)
        }
        #expect(Self.times(ring) == ["odd": [3, 5], "even": [4]])
        #expect(ring.count == 3 && ring.seriesCount == 2 && ring.appended == 5 && ring.lastTimestamp == 3)
        #expect(Self.times(ring, 4...4) == ["even": [4]])
    }

    @Test func `what is older than the newest of its series is refused, the same again is dropped`() {
        var ring = ExemplarRing(capacity: 10)
        let labels: Labels = ["__name__": "m"]
        #expect(ring.append(Self.exemplar(10, 5, "b"), of: labels, window: 0) == .accepted)
        #expect(ring.append(Self.exemplar(10, 5, "b"), of: labels, window: 0) == .dropped)
        #expect(ring.append(Self.exemplar(9), of: labels, window: 0) == .outOfOrder)
        #expect(ring.append(Self.exemplar(10, 4), of: labels, window: 0) == .outOfOrder)
        #expect(ring.append(Self.exemplar(10, 5, "a"), of: labels, window: 0) == .outOfOrder)
        #expect(ring.append(Self.exemplar(10, 6), of: labels, window: 0) == .accepted)
        #expect(
            ring.append(Self.exemplar(20, 1, String(repeating: "é", count: 121)), of: labels, window: 0)
                == .labelsTooLong
        )
        #expect(
            ring.append(Self.exemplar(20, 1, String(repeating: "é", count: 120)), of: labels, window: 0) == .accepted
        )
        #expect(ring.outOfOrder == 3)
        var none = ExemplarRing(capacity: 0)
        #expect(none.append(Self.exemplar(1), of: labels, window: 0) == .disabled)
    }

    @Test func `within the out-of-order window exemplars find their place`() {
        var ring = ExemplarRing(capacity: 10)
        let labels: Labels = ["__name__": "m"]
        for time in [100, 90, 95, 50, 110, 96] as [Int64] {
            _ = ring.append(Self.exemplar(time), of: labels, window: 20)
        }
        #expect(Self.times(ring) == ["m": [90, 95, 96, 100, 110]])
        #expect(ring.append(Self.exemplar(95, 7), of: labels, window: 20) == .dropped)
    }

    @Test(arguments: 0..<30 as Range<UInt64>)
    func `behaves as a plain list does, whatever its size becomes`(seed: UInt64) {
        var random = SplitMix(state: seed)
        var ring = ExemplarRing(capacity: 5)
        var plain: [(name: String, time: Int64)] = []
        var capacity = 5
        for time in 1...400 as ClosedRange<Int64> {
            let name = "m\(Int.random(in: 0..<4, using: &random))"
            let late = time - Int64.random(in: 0...6, using: &random)
            let newest = plain.filter { $0.name == name }.map(\.time).max()
            let verdict = ring.append(Self.exemplar(late, Double(time)), of: ["__name__": name], window: 4)
            if verdict == .accepted {
                if let newest { #expect(late > newest - 4) }
                plain.append((name, late))
                if plain.count > capacity { plain.removeFirst() }
            }
            if time % 50 == 0 {
                capacity = Int.random(in: 1...9, using: &random)
                _ = ring.resize(to: capacity)
                plain = plain.suffix(capacity)
            }
            var expected: [String: [Int64]] = [:]
            for entry in plain { expected[entry.name, default: []].append(entry.time) }
            #expect(Self.times(ring) == expected.mapValues { $0.sorted() })
            #expect(ring.count == plain.count)
        }
    }
}
