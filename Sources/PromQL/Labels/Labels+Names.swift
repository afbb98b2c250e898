import PrometheusBytes
import PrometheusModel

extension Labels {
    /// The labels without the metric's name, type and unit.
    var withoutName: Labels {
        // Those three sort before every ordinary label name, so most often the first label decides.
        packed.count > 3 && packed[1] <= UInt8(ascii: "_") ? LabelChoice.allButNames.labels(of: self) : self
    }

    /// The metric's name, empty if there is none.
    var metricName: String { self[Label.metricName] ?? "" }

    /// The labels with `name` set to `value`, or removed if that is empty.
    func setting(_ name: String, _ value: String) -> Labels {
        let old = name.withRawSpan { place(of: $0) }
        var result: [UInt8] = []
        result.reserveCapacity(packed.count + name.utf8.count + value.utf8.count + 4)
        result.append(contentsOf: packed[..<old.lowerBound])
        if !value.isEmpty {
            result.appendVarint(UInt64(name.utf8.count))
            result.append(contentsOf: name.utf8)
            result.appendVarint(UInt64(value.utf8.count))
            result.append(contentsOf: value.utf8)
        }
        result.append(contentsOf: packed[old.upperBound...])
        return Labels(packed: result)
    }

    /// Where the label `name` lies with its lengths; where it would, an empty range, if it is not there.
    private func place(of name: RawSpan) -> Range<Int> {
        var cursor = cursor()
        let bytes = packed.rawSpan
        var start = 0
        while cursor.next() {
            let order = bytes.extracting(cursor.name).compareBytes(with: name)
            if order == 0 { return start..<cursor.value.upperBound }
            if order > 0 { break }
            start = cursor.value.upperBound
        }
        return start..<start
    }
}

extension SeriesRow {
    /// Applies a pending loss of the name to the labels.
    mutating func removeDroppedName() {
        guard dropsName else { return }
        labels = labels.withoutName
        dropsName = false
    }

    /// Makes the labels what an operation that looks at them must see.
    mutating func settleName(_ evaluation: Evaluation) {
        if dropsName, !evaluation.delaysNameRemoval { removeDroppedName() }
    }
}
