import PrometheusBytes

@testable import TSDB

/// Writes an index of the format's first version, as servers before 2.0 did: series and symbols are known by their places
/// in the file, and the postings offset table is in no order.
enum FirstVersionIndex {
    struct Series {
        /// Names and values in turn.
        var labels: [String]
        var chunks: ChunkReferences
    }

    static func bytes(_ series: [Series]) -> [UInt8] {
        var bytes: [UInt8] = [0xBA, 0xAA, 0xD7, 0x00, 1]
        var contents = IndexContents()
        contents.symbols = bytes.count
        let (symbols, places) = symbolSection(series, at: bytes.count)
        bytes += symbols
        contents.series = bytes.count
        var ids: [UInt32] = []
        for one in series {
            ids.append(UInt32(bytes.count))
            bytes += entry(one, places)
        }
        contents.labelIndices = bytes.count
        contents.postings = bytes.count
        var table: [UInt8] = []
        var keys: [[String]: [UInt32]] = [["", ""]: ids]
        for (one, id) in zip(series, ids) {
            for position in stride(from: 0, to: one.labels.count, by: 2) {
                keys[Array(one.labels[position...(position + 1)]), default: []].append(id)
            }
        }
        table.appendBigEndian(UInt32(keys.count))
        for (key, ids) in keys {
            table.appendVarint(2)
            for text in key { table.append(lengthPrefixed: text) }
            table.appendVarint(UInt64(bytes.count))
            var list: [UInt8] = []
            list.appendBigEndian(UInt32(ids.count))
            for id in ids { list.appendBigEndian(id) }
            bytes += section(list)
        }
        contents.labelOffsets = bytes.count
        contents.postingsOffsets = bytes.count
        return bytes + section(table) + contents.encoded
    }

    private static func symbolSection(_ series: [Series], at start: Int) -> ([UInt8], [String: Int]) {
        let texts = Set(series.flatMap(\.labels)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        var (list, places): ([UInt8], [String: Int]) = ([], [:])
        list.appendBigEndian(UInt32(texts.count))
        for text in texts {
            places[text] = start + 4 + list.count
            list.append(lengthPrefixed: text)
        }
        return (section(list), places)
    }

    private static func entry(_ series: Series, _ places: [String: Int]) -> [UInt8] {
        var body: [UInt8] = []
        body.appendVarint(UInt64(series.labels.count / 2))
        for text in series.labels { body.appendVarint(UInt64(places[text] ?? 0)) }
        body.appendVarint(UInt64(series.chunks.count))
        for index in 0..<series.chunks.count {
            let minTime = series.chunks.minTimes[index]
            let reference = series.chunks.references[index]
            if index == 0 {
                body.appendZigzagVarint(minTime)
            } else {
                body.appendVarint(UInt64(minTime - series.chunks.maxTimes[index - 1]))
            }
            body.appendVarint(UInt64(series.chunks.maxTimes[index] - minTime))
            if index == 0 {
                body.appendVarint(reference)
            } else {
                body.appendZigzagVarint(Int64(reference) - Int64(series.chunks.references[index - 1]))
            }
        }
        var bytes: [UInt8] = []
        bytes.appendVarint(UInt64(body.count))
        bytes += body
        bytes.appendBigEndian(body.rawSpan.crc32c())
        return bytes
    }

    private static func section(_ contents: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendBigEndian(UInt32(contents.count))
        bytes += contents
        bytes.appendBigEndian(contents.rawSpan.crc32c())
        return bytes
    }
}

extension [UInt8] {
    fileprivate mutating func append(lengthPrefixed text: String) {
        appendVarint(UInt64(text.utf8.count))
        self += Array(text.utf8)
    }
}
