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
        var builder = LabelsBuilder(self)
        builder.set(name, value)
        return builder.labels()
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
