internal import Storage

extension HeadReplay {
    /// Replays these segments, read by another thread meanwhile, and returns what was damaged.
    ///
    /// The first one from `offset` on. Damage ends the replay with an error unless it is passed; `recordCount` is raised by the number of records that
    /// could be read.
    mutating func replay(
        _ segments: [WALDirectory.Segment],
        from offset: Int = 0,
        passesDamage: Bool,
        recordCount: inout Int
    ) throws(WALError) -> [WALCorruption] {
        let reading: LogReadAhead
        do throws(StorageError) { reading = try LogReadAhead(segments, from: offset, passesDamage: passesDamage) } catch
        {
            throw .storage(error)
        }
        // Nobody reads a file that is going to be repaired.
        defer { reading.stop() }
        var damage: [WALCorruption] = []
        while true {
            let batch = reading.next()
            recordCount += batch.recordCount
            damage += batch.damage
            for part in batch.parts {
                if part.kind == .samples {
                    applySamples(batch.columns, part.range)
                    continue
                }
                var failure: WALRecordError?
                do throws(WALRecordError) { try apply(part.kind, batch.payload(part)) } catch { failure = error }
                guard let failure else { continue }
                let corruption = part.place.corruption(segments, failure.description)
                guard passesDamage else { throw .corrupt(corruption) }
                damage.append(corruption)
            }
            if let failure = batch.failure { throw failure }
            if batch.isLast { return damage }
            reading.recycle(batch)
        }
    }
}
