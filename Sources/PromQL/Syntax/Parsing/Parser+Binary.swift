extension Parser {
    /// What stands between a binary operator and its right side.
    struct BinaryModifiers {
        var returnsBool = false
        var matching = VectorMatching(cardinality: .oneToOne)
    }

    /// Parses `bool`, `on`, `ignoring`, `group_left`, `group_right` and the fills.
    mutating func parseModifiers(of operation: BinaryOperator) throws(ParseError) -> BinaryModifiers {
        var modifiers = BinaryModifiers()
        modifiers.returnsBool = accept(.modifier(.bool))
        if current.kind == .modifier(.on) || current.kind == .modifier(.ignoring) {
            modifiers.matching.isOn = current.kind == .modifier(.on)
            advance()
            modifiers.matching.labels = try parseLabelList()
            if current.kind == .modifier(.groupLeft) || current.kind == .modifier(.groupRight) {
                modifiers.matching.cardinality = current.kind == .modifier(.groupLeft) ? .manyToOne : .oneToMany
                advance()
                if current.kind == .leftParenthesis {
                    modifiers.matching.include = try parseLabelList()
                } else if !current.kind.beginsExpression, !current.kind.isFill {
                    // What cannot begin the right side should have been a list of labels, as far as upstream can see.
                    throw unexpected(("grouping opts", "\"(\""))
                }
            }
        }
        try parseFills(into: &modifiers.matching)
        return modifiers
    }

    private mutating func parseFills(into matching: inout VectorMatching) throws(ParseError) {
        if current.kind == .modifier(.fill) {
            let value = try parseFill()
            matching.fillLeft = value
            matching.fillRight = value
            return
        }
        let first = current.kind
        if first == .modifier(.fillLeft) { matching.fillLeft = try parseFill() }
        if current.kind == .modifier(.fillRight) {
            matching.fillRight = try parseFill()
            if first == .modifier(.fillRight), current.kind == .modifier(.fillLeft) {
                matching.fillLeft = try parseFill()
            }
        }
    }

    private mutating func parseFill() throws(ParseError) -> Double {
        if !options.fillModifiers {
            throw error("binop fill modifiers are experimental and not enabled", current.position)
        }
        advance()
        guard accept(.leftParenthesis) else { throw unexpected() }
        let value = try parseSignedNumber { $0.unexpected() }.value
        guard accept(.rightParenthesis) else { throw unexpected() }
        return value
    }

    /// Puts two operands together.
    ///
    /// Unless both are instant vectors the matching is dropped from the tree and kept for the
    /// type checker.
    mutating func makeBinary(
        _ operation: BinaryOperator,
        _ left: Expression,
        _ right: Expression,
        _ modifiers: BinaryModifiers,
        at operatorPosition: PositionRange
    ) -> Expression {
        var matching = modifiers.matching
        if operation.isSet, matching.cardinality == .oneToOne { matching.cardinality = .manyToMany }
        var binary = Binary(
            operation: operation,
            left: left,
            right: right,
            returnsBool: modifiers.returnsBool,
            matching: matching,
            position: PositionRange(start: left.position.start, end: right.position.end),
            operatorPosition: operatorPosition
        )
        if left.valueType != .vector || right.valueType != .vector {
            binary.matching = nil
            droppedMatchings[binary.position] = matching
        }
        return .binary(binary)
    }
}
