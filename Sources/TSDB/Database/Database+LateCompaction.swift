internal import Storage
internal import Synchronization

extension Database {
    /// Writes the samples that came out of order to blocks, which overlap those that were cut in order, and drops them.
    ///
    /// Done after a block was cut from the head, whether such samples are still taken or not.
    func compactLate(_ work: inout MaintenanceState) throws(StorageError) {
        guard let plan = try head.beginLateCompaction() else { return }
        let range = options.chunkRangeMilliseconds
        var begin = BlockWindow.start(of: plan.times.lowerBound, range)
        while begin <= plan.times.upperBound {
            guard !isStopping else { throw .cancelled }
            let end = begin.addingClamped(range)
            guard end > begin else { break }
            if head.hasLate(in: begin...(end - 1)) {
                try writeHeadBlock(begin..<end, hint: BlockMeta.fromOutOfOrder, lateBelow: plan.limit, &work)
            }
            begin = end
        }
        try head.endLateCompaction(plan.limit, plan.segment)
        if let oldest = head.timeSpan?.lowerBound { head.collectGarbage(before: oldest, raisesMinTime: false) }
    }
}
