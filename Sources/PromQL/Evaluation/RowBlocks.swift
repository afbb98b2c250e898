import PrometheusModel
import Storage

/// Makes the rows of many series, on several threads if there are many, and hands them on in the order of the series.
///
/// The rows are made in blocks. The thread that runs the query takes the next block whenever nobody else has it; helpers
/// work ahead of it. What is done with the rows happens on the query's own thread, in order: so every answer is the same
/// however many threads there are.
final class RowBlocks: Sendable {
    /// Makes the row of series `index`; `false` if it has none.
    ///
    /// May run on several threads at the same time.
    typealias Maker =
        @Sendable (_ index: Int, inout SampleColumns, inout SeriesRow, WindowPositions) throws(PromQLError) -> Bool

    private struct State {
        /// The first block that nobody has begun.
        var next = 0
        /// Blocks that the query's thread is done with.
        var consumed = 0
        var finished: [Int: Result<[SeriesRow], PromQLError>] = [:]
        var helpers = 0
        var isAbandoned = false
        /// Columns of rows that were consumed, for rows to come.
        var spares: [[Double]] = []
    }

    /// Values in one block of rows: small enough for a cache, big enough that handing over costs nothing.
    private static let valuesPerBlock = 16_384
    private static let mostRowsPerBlock = 512
    /// How many blocks a helper may be ahead.
    private static let blocksAhead = 4

    private let count: Int
    private let rowsPerBlock: Int
    private let make: Maker
    private let evaluation: Evaluation
    private var limits: QueryLimits { evaluation.limits }
    private let monitor = Monitor(State())

    private init(count: Int, steps: Int, _ evaluation: Evaluation, _ make: @escaping Maker) {
        self.count = count
        self.evaluation = evaluation
        rowsPerBlock = max(1, min(Self.mostRowsPerBlock, Self.valuesPerBlock / max(1, steps)))
        self.make = make
    }

    /// Makes the rows of series `0..<count`, each of `steps` values, and gives them to `sink`.
    static func run(
        count: Int,
        steps: Int,
        evaluation: Evaluation,
        _ make: @escaping Maker,
        _ sink: RowSink
    ) throws(PromQLError) {
        let blocks = RowBlocks(count: count, steps: steps, evaluation, make)
        if let helpers = evaluation.helpers, blocks.blockCount > 2 {
            try blocks.run(helpers, sink)
        } else {
            var scratch = Scratch()
            for block in 0..<blocks.blockCount { try blocks.make(blocks.range(block), &scratch, sink) }
        }
    }

    /// Buffers that are used again from series to series.
    private struct Scratch {
        var samples = SampleColumns()
        var row = SeriesRow()
        let positions = WindowPositions()
        /// Columns to make rows of.
        var spares: [[Double]] = []
    }

    private var blockCount: Int { (count + rowsPerBlock - 1) / rowsPerBlock }

    private func range(_ block: Int) -> Range<Int> {
        block * rowsPerBlock..<min(count, (block + 1) * rowsPerBlock)
    }

    private func make(_ range: Range<Int>, _ scratch: inout Scratch, _ sink: RowSink) throws(PromQLError) {
        // Once a block: reading a clock for each series would be felt, and so would numbers that all threads change.
        try limits.check()
        defer { scratch.positions.flush(evaluation) }
        for index in range where try make(index, &scratch.samples, &scratch.row, scratch.positions) {
            try sink(&scratch.row)
        }
    }

    private func makeAll(_ block: Int, _ scratch: inout Scratch) -> Result<[SeriesRow], PromQLError> {
        var rows: [SeriesRow] = []
        rows.reserveCapacity(range(block).count)
        var spares: [[Double]] = []
        swap(&spares, &scratch.spares)
        do throws(PromQLError) {
            try make(range(block), &scratch) { (row: inout SeriesRow) throws(PromQLError) in
                rows.append(row.take())
                if let spare = spares.popLast() { row.values = spare }
            }
        } catch {
            return .failure(error)
        }
        return .success(rows)
    }

    private func run(_ helpers: ThreadPool, _ sink: RowSink) throws(PromQLError) {
        defer {
            monitor.change {
                $0.isAbandoned = true
                $0.finished = [:]
            }
        }
        var scratch = Scratch()
        for block in 0..<blockCount {
            recruit(helpers)
            if claim(block) {
                try make(range(block), &scratch, sink)
            } else {
                try consume(rows(of: block, &scratch).get(), sink)
            }
            // Helpers look when they are done with what they do, and the query's thread is this one: nobody waits.
            monitor.update { $0.consumed = block + 1 }
        }
    }

    /// Gives the rows to `sink` and keeps the columns that it leaves.
    private func consume(_ rows: consuming [SeriesRow], _ sink: RowSink) throws(PromQLError) {
        var rows = rows
        var spares: [[Double]] = []
        spares.reserveCapacity(rows.count)
        for index in rows.indices {
            try sink(&rows[index])
            var column: [Double] = []
            swap(&column, &rows[index].values)
            if !column.isEmpty { spares.append(column) }
        }
        let kept = spares
        monitor.update { $0.spares = kept }
    }

    private func claim(_ block: Int) -> Bool {
        monitor.update { state in
            guard state.next == block else { return false }
            state.next += 1
            return true
        }
    }

    /// The rows of a block that a helper has begun; works ahead while it is not finished.
    private func rows(of block: Int, _ scratch: inout Scratch) -> Result<[SeriesRow], PromQLError> {
        while true {
            enum Move {
                case take(Result<[SeriesRow], PromQLError>)
                case make(Int)
            }
            let (blockCount, limit) = (blockCount, block + Self.blocksAhead)
            let move = monitor.wait { (state: inout State) -> Move? in
                if let rows = state.finished.removeValue(forKey: block) { return .take(rows) }
                guard state.next < min(blockCount, limit) else { return nil }
                state.next += 1
                return .make(state.next - 1)
            }
            switch move {
            case .take(let rows): return rows
            case .make(let other):
                let rows = makeAll(other, &scratch)
                monitor.change { $0.finished[other] = rows }
            }
        }
    }

    /// Asks for help as long as there is something to do ahead.
    private func recruit(_ helpers: ThreadPool) {
        let (blockCount, limit) = (blockCount, helpers.limit)
        let isWorthwhile = monitor.update { state in
            let ahead = state.consumed + Self.blocksAhead * (state.helpers + 1)
            guard state.helpers < limit, state.next + 1 < min(blockCount, ahead) else { return false }
            state.helpers += 1
            return true
        }
        if isWorthwhile { helpers.submit { self.help() } }
    }

    private func help() {
        var scratch = Scratch()
        let blockCount = blockCount
        while true {
            let block = monitor.update { state -> Int? in
                let limit = min(blockCount, state.consumed + Self.blocksAhead * state.helpers)
                // One block is left to the query's own thread, so that it need not wait for what it could have done.
                let isFree = !state.isAbandoned && state.next < limit
                guard isFree else {
                    state.helpers -= 1
                    return nil
                }
                state.next += 1
                swap(&scratch.spares, &state.spares)
                return state.next - 1
            }
            guard let block else { return }
            let rows = makeAll(block, &scratch)
            monitor.change { if !$0.isAbandoned { $0.finished[block] = rows } }
        }
    }
}
