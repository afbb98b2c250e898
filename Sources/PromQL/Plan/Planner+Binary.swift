extension Planner {
    /// Plans a binary operator of which at least one side is an instant vector.
    mutating func vectorBinary(_ binary: Binary, _ context: Context) throws(PromQLError) -> any VectorNode {
        var inner = context
        // The hints of selectors do not look through operators.
        inner.function = ""
        inner.grouping = []
        inner.needsHistogramBuckets = false
        inner.isUnderHistogramStatistic = false
        switch (binary.left.valueType, binary.right.valueType) {
        case (.scalar, _): return try scalarOperand(binary, isScalarLeft: true, inner)
        case (_, .scalar): return try scalarOperand(binary, isScalarLeft: false, inner)
        default: break
        }
        let left = try vector(binary.left, inner)
        let right = try vector(binary.right, inner)
        let cardinality: VectorMatching.Cardinality = binary.operation.isSet ? .manyToMany : .oneToOne
        let matching = binary.matching ?? VectorMatching(cardinality: cardinality)
        if binary.operation.isSet {
            return SetOperationNode(operation: binary.operation, left: left, right: right, matching: matching)
        }
        let comparison: BinaryKernel.Comparison = binary.returnsBool ? .isBool : .keepsLeft
        let node = VectorBinaryNode(
            kernel: BinaryKernel(operation: binary.operation, comparison: comparison),
            left: left,
            right: right,
            matching: matching,
            dropsName: !binary.operation.keepsMetric || (binary.returnsBool && !delaysNameRemoval),
            marksName: binary.returnsBool && delaysNameRemoval,
            position: binary.position.start
        )
        return node
    }

    private mutating func scalarOperand(
        _ binary: Binary,
        isScalarLeft: Bool,
        _ context: Context
    ) throws(PromQLError) -> any VectorNode {
        let operand = try scalar(isScalarLeft ? binary.left : binary.right, context)
        let child = try vector(isScalarLeft ? binary.right : binary.left, context)
        let comparison: BinaryKernel.Comparison =
            binary.returnsBool ? .isBool : isScalarLeft ? .keepsRight : .keepsLeft
        let kernel = BinaryKernel(operation: binary.operation, comparison: comparison)
        let dropsName = !binary.operation.keepsMetric || binary.returnsBool
        let node = ScalarBinaryNode(
            kernel: kernel,
            child: child,
            operand: operand,
            isScalarLeft: isScalarLeft,
            dropsName: dropsName,
            position: binary.position.start
        )
        return dropsName ? settled(node, .merge) : node
    }
}
