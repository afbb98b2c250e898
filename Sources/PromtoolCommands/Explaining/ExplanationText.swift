/// A plan as a table for people: a line a part, indented by how deep it lies.
enum ExplanationText {
    /// What each part is and what it did.
    static func measured(_ root: ExplainedPart) -> String {
        var rows = [["node", "series in", "out", "points", "samples", "total", "own", "held", "expression"]]
        walk(root) { part, depth in
            rows.append([
                indented(part.node, depth), "\(part.seriesIn)", "\(part.seriesOut)", "\(part.pointsOut)",
                "\(part.samplesRead)", time(part.totalSeconds), time(part.ownSeconds), size(part.bytesHeld),
                part.expression,
            ])
        }
        return table(rows)
    }

    /// What each part is, for a query that was not run.
    static func planned(_ root: ExplainedPart) -> String {
        var rows = [["node", "expression"]]
        walk(root) { part, depth in rows.append([indented(part.node, depth), part.expression]) }
        return table(rows)
    }

    private static func walk(_ part: ExplainedPart, depth: Int = 0, _ visit: (ExplainedPart, Int) -> Void) {
        visit(part, depth)
        for input in part.inputs { walk(input, depth: depth + 1, visit) }
    }

    private static func indented(_ text: String, _ depth: Int) -> String {
        String(repeating: "  ", count: depth) + text
    }

    /// Columns two spaces apart: texts to the left, numbers to the right, the last one as it is.
    private static func table(_ rows: [[String]]) -> String {
        guard let columns = rows.first?.count else { return "" }
        let widths = (0..<columns).map { column in rows.reduce(0) { max($0, $1[column].count) } }
        return rows.map { row in
            row.enumerated().map { column, text in
                let space = String(repeating: " ", count: widths[column] - text.count)
                if column == columns - 1 { return text }
                return column == 0 ? text + space : space + text
            }.joined(separator: "  ") + "\n"
        }.joined()
    }

    /// A duration in the largest unit of which it has one.
    static func time(_ seconds: Double) -> String {
        for (unit, length) in [("s", 1.0), ("ms", 1e-3)] where seconds >= length {
            return decimal(seconds / length, unit)
        }
        return decimal(seconds * 1e6, "us")
    }

    /// A size in the largest unit of which it has one.
    static func size(_ bytes: Int) -> String {
        for (unit, shift) in [("GiB", 30), ("MiB", 20), ("KiB", 10)] where bytes >= 1 << shift {
            return decimal(Double(bytes) / Double(1 << shift), unit)
        }
        return "\(bytes) B"
    }

    /// A number with two digits behind its point.
    private static func decimal(_ value: Double, _ unit: String) -> String {
        let hundredths = Int((value * 100).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest) \(unit)"
    }
}
