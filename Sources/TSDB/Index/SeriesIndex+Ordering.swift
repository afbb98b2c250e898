extension SeriesIndex {
    /// What is needed to put all series in the order of their label sets.
    /// - Complexity: O(*n*), mere copying.
    func labelOrder() -> LabelOrder {
        var series: [UInt32] = []
        var carried: [UInt32] = []
        var starts: [UInt32] = [0]
        series.reserveCapacity(seriesCount)
        starts.reserveCapacity(seriesCount + 1)
        for id in 0..<count where isListed(SeriesID(id)) {
            series.append(UInt32(id))
            let pairs = pairs(of: SeriesID(id))
            for index in pairs.indices { carried.append(pairs[index].rawValue) }
            starts.append(UInt32(carried.count))
        }
        return LabelOrder(
            text: labels.textCopy,
            names: labels.names.map { LabelOrder.Text(offset: $0.offset, length: $0.length, name: 0) },
            pairs: (0..<labels.pairLimit).map { index in
                let pair = labels[PairID(index)]
                return LabelOrder.Text(offset: pair.offset, length: pair.length, name: pair.name)
            },
            series: series,
            carried: carried,
            starts: starts
        )
    }
}
