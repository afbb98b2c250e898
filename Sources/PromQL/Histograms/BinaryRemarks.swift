/// What an operator came upon, for each step the last of it: upstream tells no more.
struct BinaryRemarks {
    enum Remark: UInt8 {
        case none
        case floatWithHistogram
        case histogramWithFloat
        case floatWithFloat
        case histogramWithHistogram
        case incompatibleLayout
        case conflictingAddition
        case conflictingSubtraction
        case reconciledAddition
        case reconciledSubtraction
    }

    private var steps: [Remark] = []

    mutating func note(_ remark: Remark, at step: Int, of count: Int) {
        if remark == .none { return }
        if steps.isEmpty { steps = [Remark](repeating: .none, count: count) }
        steps[step] = remark
    }

    /// Tells the user, each remark once.
    func annotate(_ evaluation: Evaluation, _ operation: BinaryOperator, at position: Int) {
        var told: Set<Remark> = [.none]
        for remark in steps where told.insert(remark).inserted {
            evaluation.annotate { Self.annotate(remark, operation.rawValue, at: position, &$0) }
        }
    }

    private static func annotate(_ remark: Remark, _ name: String, at position: Int, _ annotations: inout Annotations) {
        func incompatible(_ left: String, _ right: String) {
            let text = "incompatible sample types encountered for binary operator \"\(name)\": \(left) \(name) \(right)"
            annotations.inform(text, at: position)
        }
        switch remark {
        case .none: break
        case .floatWithHistogram: incompatible("float", "histogram")
        case .histogramWithFloat: incompatible("histogram", "float")
        case .floatWithFloat: incompatible("float", "float")
        case .histogramWithHistogram: incompatible("histogram", "histogram")
        case .incompatibleLayout:
            annotations.warn("incompatible bucket layout encountered for binary operator \(name)", at: position)
        case .conflictingAddition:
            annotations.warn(HistogramFindings.conflictingResetsText("addition"), at: position)
        case .conflictingSubtraction:
            annotations.warn(HistogramFindings.conflictingResetsText("subtraction"), at: position)
        case .reconciledAddition: annotations.inform(HistogramFindings.reconciledText("addition"), at: position)
        case .reconciledSubtraction: annotations.inform(HistogramFindings.reconciledText("subtraction"), at: position)
        }
    }
}
