extension Registry {
    /// Exposes the `process_…` metrics of this process: processor time, memory, file descriptors, network, start time.
    ///
    /// What the operating system does not tell is left out.
    public func registerProcessMetrics() {
        register { metrics in
            let process = ProcessStatistics.current()
            metrics.counter(
                "process_cpu_seconds_total",
                help: "Total user and system CPU time spent in seconds.",
                process.cpuSeconds
            )
            metrics.gauge(
                "process_max_fds",
                help: "Maximum number of open file descriptors.",
                process.maximumFileDescriptors
            )
            metrics.counter(
                "process_network_receive_bytes_total",
                help: "Number of bytes received by the process over the network.",
                process.networkReceivedBytes
            )
            metrics.counter(
                "process_network_transmit_bytes_total",
                help: "Number of bytes sent by the process over the network.",
                process.networkTransmittedBytes
            )
            metrics.gauge("process_open_fds", help: "Number of open file descriptors.", process.openFileDescriptors)
            metrics.gauge(
                "process_resident_memory_bytes",
                help: "Resident memory size in bytes.",
                process.residentMemoryBytes
            )
            metrics.gauge(
                "process_start_time_seconds",
                help: "Start time of the process since unix epoch in seconds.",
                process.startTimeSeconds
            )
            metrics.gauge(
                "process_virtual_memory_bytes",
                help: "Virtual memory size in bytes.",
                process.virtualMemoryBytes
            )
            metrics.gauge(
                "process_virtual_memory_max_bytes",
                help: "Maximum amount of virtual memory available in bytes.",
                process.virtualMemoryMaximumBytes
            )
        }
    }
}

extension CollectedMetrics {
    fileprivate mutating func counter(_ name: String, help: String, _ value: Double?) {
        if let value { counter(name, help: help, labels: [], value) }
    }

    fileprivate mutating func gauge(_ name: String, help: String, _ value: Double?) {
        if let value { gauge(name, help: help, labels: [], value) }
    }
}
