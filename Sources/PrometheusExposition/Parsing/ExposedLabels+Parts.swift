internal import PrometheusBytes
internal import PrometheusModel

extension ExposedLabels {
    /// The value of the first label with this name.
    package func value(of name: String) -> ArraySlice<UInt8>? {
        for entry in entries where bytes[entry.name].elementsEqual(name.utf8) { return bytes[entry.value] }
        return nil
    }

    /// The labels as bytes that are equal for equal labels, without the label `without`, and with another metric name.
    package func bytes(without removed: String?, name: [UInt8]?) -> [UInt8] {
        var result: [UInt8] = []
        for entry in entries {
            let label = bytes[entry.name]
            if let removed, label.elementsEqual(removed.utf8) { continue }
            let value = name != nil && label.elementsEqual(Label.metricName.utf8) ? name?[...] : bytes[entry.value]
            result.append(contentsOf: label)
            // Neither stands in UTF-8 text.
            result.append(0xFF)
            result.append(contentsOf: value ?? [])
            result.append(0xFE)
        }
        return result
    }

    /// The labels without the label `without`, and with another metric name.
    package func replacing(name: [UInt8], without removed: String) -> ExposedLabels {
        var result = ExposedLabels()
        for entry in entries {
            let label = bytes[entry.name]
            if label.elementsEqual(removed.utf8) { continue }
            result.append(Array(label))
            result.finishName()
            result.append(label.elementsEqual(Label.metricName.utf8) ? name : Array(bytes[entry.value]))
            result.finishValue()
        }
        return result
    }
}
