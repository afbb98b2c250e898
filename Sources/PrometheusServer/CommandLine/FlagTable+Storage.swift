extension FlagTable {
    static let storage = [
        Flag("storage.tsdb.path", .text, "data/", mode: .server, "The directory of the stored samples."),
        Flag(
            "storage.tsdb.min-block-duration",
            .duration,
            "2h",
            mode: .server,
            isHidden: true,
            "The least time that a block spans."
        ),
        Flag(
            "storage.tsdb.max-block-duration",
            .duration,
            nil,
            mode: .server,
            isHidden: true,
            "The most time that a merged block spans; a tenth of the retention if not given."
        ),
        Flag(
            "storage.tsdb.max-block-chunk-segment-size",
            .size,
            nil,
            mode: .server,
            isHidden: true,
            "The size of one chunk file of a block."
        ),
        Flag(
            "storage.tsdb.wal-segment-size",
            .size,
            nil,
            mode: .server,
            isHidden: true,
            "The size of one file of the write-ahead log."
        ),
        Flag(
            "storage.tsdb.retention.time",
            .duration,
            nil,
            mode: .server,
            "How long samples are kept; 15d if no limit of size is given either. Units: y, w, d, h, m, s, ms."
        ),
        Flag(
            "storage.tsdb.retention.size",
            .size,
            nil,
            mode: .server,
            "How many bytes of blocks are kept. A unit is required: B, KB, MB, GB, TB, PB, EB, powers of 2."
        ),
        Flag(
            "storage.tsdb.no-lockfile",
            .boolean,
            "false",
            mode: .server,
            "Do not guard the directory by a lock file."
        ),
        Flag(
            "storage.tsdb.allow-overlapping-compaction",
            .boolean,
            "true",
            mode: .server,
            isHidden: true,
            "Merge blocks that overlap in time."
        ),
        Flag(
            "storage.tsdb.wal-compression",
            .boolean,
            "true",
            mode: .server,
            isHidden: true,
            "Compress the write-ahead log."
        ),
        Flag(
            "storage.tsdb.wal-compression-type",
            .choice(["snappy", "zstd"]),
            "snappy",
            mode: .server,
            isHidden: true,
            "How to compress the write-ahead log."
        ),
        Flag(
            "storage.tsdb.head-chunks-write-queue-size",
            .integer,
            "0",
            mode: .server,
            support: .accepted,
            "The length of the queue of chunks that go to disk; 0 for none."
        ),
        Flag(
            "storage.tsdb.out-of-order-cap-max",
            .integer,
            "32",
            mode: .server,
            isHidden: true,
            "How many samples of a series that came out of order become a chunk: 1 to 255."
        ),
        Flag(
            "storage.tsdb.samples-per-chunk",
            .integer,
            "120",
            mode: .server,
            isHidden: true,
            "How many samples a chunk is meant to hold."
        ),
        Flag(
            "storage.tsdb.delayed-compaction.max-percent",
            .integer,
            "10",
            mode: .server,
            isHidden: true,
            "How far compaction may be put off, in percent of the head's span."
        ),
        Flag(
            "storage.tsdb.delay-compact-file.path",
            .text,
            "",
            mode: .server,
            "A file that lists the blocks that may be merged."
        ),
        Flag(
            "storage.tsdb.block-reload-interval",
            .duration,
            "1m",
            mode: .server,
            isHidden: true,
            "How often the directory is searched for new blocks."
        ),
    ]

    static let agent = [
        Flag("storage.agent.path", .text, "data-agent/", mode: .agent, "The directory of the agent's samples."),
        Flag(
            "storage.agent.wal-segment-size",
            .size,
            nil,
            mode: .agent,
            isHidden: true,
            "The size of one file of the agent's write-ahead log."
        ),
        Flag(
            "storage.agent.wal-compression",
            .boolean,
            "true",
            mode: .agent,
            "Compress the agent's write-ahead log."
        ),
        Flag(
            "storage.agent.wal-compression-type",
            .choice(["snappy", "zstd"]),
            "snappy",
            mode: .agent,
            isHidden: true,
            "How to compress the agent's write-ahead log."
        ),
        Flag(
            "storage.agent.wal-truncate-frequency",
            .duration,
            nil,
            mode: .agent,
            isHidden: true,
            "How often the agent's write-ahead log is cut."
        ),
        Flag(
            "storage.agent.retention.min-time",
            .duration,
            nil,
            mode: .agent,
            "The age that samples reach before they may be deleted."
        ),
        Flag(
            "storage.agent.retention.max-time",
            .duration,
            nil,
            mode: .agent,
            "The age at which samples are deleted whether they were sent or not."
        ),
        Flag(
            "storage.agent.checkpoint-from-in-memory-series",
            .boolean,
            "false",
            mode: .agent,
            "Write checkpoints from memory."
        ),
        Flag(
            "storage.agent.checkpoint-batch-size",
            .integer,
            "1000",
            mode: .agent,
            "How many series a checkpoint writes at a time."
        ),
        Flag(
            "storage.agent.no-lockfile",
            .boolean,
            "false",
            mode: .agent,
            "Do not guard the directory by a lock file."
        ),
    ]

    static let remote = [
        Flag(
            "storage.remote.flush-deadline",
            .duration,
            "1m",
            placeholder: "<duration>",
            "How long to wait for samples to be sent on shutdown and reload."
        ),
        Flag(
            "storage.remote.read-sample-limit",
            .integer,
            "5e7",
            mode: .server,
            "How many samples one remote read may return; 0 for no limit."
        ),
        Flag(
            "storage.remote.read-concurrent-limit",
            .integer,
            "10",
            mode: .server,
            "How many remote reads may run at the same time; 0 for no limit."
        ),
        Flag(
            "storage.remote.read-max-bytes-in-frame",
            .integer,
            "1048576",
            mode: .server,
            "How many bytes one frame of a streamed remote read holds."
        ),
        Flag(
            "web.search.max-limit",
            .integer,
            "10000",
            mode: .server,
            "How many results a search may ask for; 0 for no limit."
        ),
    ]
}
