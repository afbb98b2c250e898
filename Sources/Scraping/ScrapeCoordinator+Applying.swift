internal import Discovery
internal import HTTPClients
internal import Logging
internal import PrometheusClient
package import PrometheusConfiguration
package import PrometheusModel
internal import Synchronization

extension ScrapeCoordinator {
    /// Replaces the jobs.
    ///
    /// A job that did not change keeps its targets, their pace and their caches; of one that did only changes what
    /// differs.
    ///
    /// - Throws: if a job's client cannot be made; nothing has changed then.
    package func apply(_ jobs: [ScrapeSettings], externalLabels: Labels) throws {
        let clients = try makeClients(jobs)
        let failureLogs = try openFailureLogs(jobs)
        let started = environment.clock.monotonicNanoseconds()
        let reloaded = state.withLock { state -> [ScrapeSettings] in
            let text = environment.options.hostName + externalLabels.description
            state.seed = FNV.hash(Array(text.utf8))
            state.failureLogs = failureLogs
            for name in state.pools.keys where clients[name] == nil { removePool(name, &state) }
            var reloaded: [ScrapeSettings] = []
            for settings in jobs {
                guard let client = clients[settings.jobName] else { continue }
                if apply(settings, client, &state) { reloaded.append(settings) }
            }
            state.schedule.planSync(at: started)
            return reloaded
        }
        let seconds = Double(environment.clock.monotonicNanoseconds() - started) / 1e9
        for settings in reloaded {
            metrics.poolReloads.increment()
            metrics.reloadSeconds[IntervalText.string(milliseconds: settings.intervalMilliseconds)].observe(seconds)
        }
        wake()
    }

    /// The failure logs of all jobs by path, opened again with each configuration so that they can be rotated.
    private func openFailureLogs(_ jobs: [ScrapeSettings]) throws(ScrapeFailureLogError) -> [String: ScrapeFailureLog] {
        var logs: [String: ScrapeFailureLog] = [:]
        for path in Set(jobs.map(\.failureLogFile)) where !path.isEmpty {
            logs[path] = try ScrapeFailureLog(path: path)
        }
        return logs
    }

    /// The client of each job: the one that it has, or a new one if its settings changed.
    private func makeClients(_ jobs: [ScrapeSettings]) throws -> [String: any HTTPClient] {
        let present = state.withLock { state in state.pools.mapValues { $0.job } }
        var clients: [String: any HTTPClient] = [:]
        for settings in jobs {
            if let job = present[settings.jobName], job.settings.http == settings.http {
                clients[settings.jobName] = job.client
                continue
            }
            do {
                clients[settings.jobName] = try environment.makeClient(settings.http)
            } catch {
                (present[settings.jobName] == nil ? metrics.poolsFailed : metrics.poolReloadsFailed).increment()
                environment.logger.error(
                    "error creating new scrape pool",
                    metadata: ["err": "\(error)", "scrape_pool": "\(settings.jobName)"]
                )
                throw error
            }
        }
        return clients
    }

    /// Creates or changes one pool; `true` if it was there and changed.
    private func apply(_ settings: ScrapeSettings, _ client: any HTTPClient, _ state: inout State) -> Bool {
        metrics.targetLimit[settings.jobName].set(Double(settings.limits.targets))
        guard var pool = state.pools[settings.jobName] else {
            metrics.pools.increment()
            metrics.symbols[settings.jobName].set(0)
            _ = metrics.syncsFailed[settings.jobName]
            state.lastCacheGeneration += 1
            let job = makeJob(settings, client, state.lastCacheGeneration)
            state.pools[settings.jobName] = ScrapePool(job)
            return false
        }
        guard pool.job.settings != settings else { return false }
        var generation = pool.job.cacheGeneration
        if ScrapeJob.cacheKey(pool.job.settings) != ScrapeJob.cacheKey(settings) {
            state.lastCacheGeneration += 1
            generation = state.lastCacheGeneration
        }
        pool.job = makeJob(settings, client, generation)
        pool.isSynced = false
        state.pools[settings.jobName] = pool
        return true
    }

    private func makeJob(
        _ settings: ScrapeSettings,
        _ client: any HTTPClient,
        _ cacheGeneration: UInt64
    ) -> ScrapeJob {
        ScrapeJob(settings, client, version: environment.options.version, cacheGeneration: cacheGeneration)
    }

    private func removePool(_ name: String, _ state: inout State) {
        guard let pool = state.pools.removeValue(forKey: name) else { return }
        for target in pool.targets.values { stop(target, pool.job, &state) }
        metrics.removePool(name)
    }

    /// Takes the newest report of discovery.
    func sync() {
        let now = environment.clock.monotonicNanoseconds()
        let work = state.withLock { state -> [(String, [TargetGroup], ScrapeSettings)] in
            if !state.isReportTaken {
                state.isReportTaken = true
                state.lastSync = now
            }
            for name in state.pools.keys {
                guard let groups = state.report[name], state.pools[name]?.groups != groups else { continue }
                state.pools[name]?.groups = groups
                state.pools[name]?.isSynced = false
            }
            return state.pools.filter { !$0.value.isSynced }.map { ($0, $1.groups, $1.job.settings) }
        }
        for (name, groups, settings) in work {
            // Relabelling thousands of targets takes long, so it is done without the lock.
            let selection = TargetSelection(groups, settings)
            take(selection, name, settings)
            let seconds = Double(environment.clock.monotonicNanoseconds() - now) / 1e9
            metrics.syncs[name].increment()
            metrics.syncSeconds[name].observe(seconds)
        }
        wake()
    }

    private func take(_ selection: TargetSelection, _ name: String, _ settings: ScrapeSettings) {
        for fault in selection.faults {
            metrics.syncsFailed[name].increment()
            let place = "instance \(fault.index) in group \(fault.source): \(fault.error)"
            environment.logger.error(
                "Creating target failed",
                metadata: ["scrape_pool": "\(name)", "err": "\(place)"]
            )
        }
        let monotonic = environment.clock.monotonicNanoseconds()
        let wall = environment.clock.wallNanoseconds()
        let isOverLimit = state.withLock { state -> Bool in
            // The job may have been changed or removed meanwhile; then another sync follows.
            guard var pool = state.pools[name], pool.job.settings == settings else { return false }
            pool.dropped = selection.dropped
            pool.droppedCount = selection.droppedCount
            var gone = pool.targets
            pool.targets = [:]
            // Looked for only if there is a target that was not there before.
            var departing: [TargetIdentity: ScrapeTarget]?
            for active in selection.active {
                let target: ScrapeTarget
                if let known = gone.removeValue(forKey: active.identity) {
                    target = known
                } else {
                    let all = departing ?? self.departing(name, state)
                    departing = all
                    target = start(active, name, all[active.identity], &state, monotonic: monotonic, wall: wall)
                }
                target.display.withLock { $0.discovered = active.discovered }
                pool.targets[active.identity] = target
            }
            for target in gone.values { stop(target, pool.job, &state) }
            let limit = settings.limits.targets
            let isOverLimit = limit > 0 && selection.active.count > Int(clamping: limit)
            pool.refusal = isOverLimit ? .targetLimit(count: selection.active.count, limit: limit) : nil
            pool.isSynced = true
            state.pools[name] = pool
            return isOverLimit
        }
        metrics.targets[name].set(selection.active.count)
        if isOverLimit { metrics.exceededTargetLimit.increment() }
    }

    /// The targets of a job that have gone and whose series have no markers yet.
    private func departing(_ job: String, _ state: borrowing State) -> [TargetIdentity: ScrapeTarget] {
        let all = state.departing.values.filter { $0.job.settings.jobName == job }.map(\.target)
        return Dictionary(all.map { ($0.identity, $0) }) { $0.id > $1.id ? $0 : $1 }
    }

    /// Makes a target, or brings one back that has just gone.
    private func start(
        _ active: TargetSelection.Active,
        _ job: String,
        _ returning: ScrapeTarget?,
        _ state: inout State,
        monotonic: Int64,
        wall: Int64
    ) -> ScrapeTarget {
        let target: ScrapeTarget
        if let returning {
            target = returning
            state.departing[target.id] = nil
            state.schedule.cancelDeparture(target.id)
        } else {
            state.lastID += 1
            target = ScrapeTarget(
                id: state.lastID,
                active.identity,
                intervalMilliseconds: active.intervalMilliseconds,
                timeoutMilliseconds: active.timeoutMilliseconds,
                histograms: active.histograms,
                texts
            )
        }
        let delay = active.identity.delayNanoseconds(
            now: wall,
            interval: target.intervalNanoseconds,
            seed: state.seed
        )
        state.active[target.id] = (target, job)
        state.schedule.start(target.id, first: monotonic + delay, interval: target.intervalNanoseconds)
        return target
    }

    /// Scrapes a target no more.
    ///
    /// Its markers are written when a new owner of its series would have been scraped.
    private func stop(_ target: ScrapeTarget, _ job: ScrapeJob, _ state: inout State) {
        state.active[target.id] = nil
        guard let next = state.schedule.stop(target.id) else { return }
        state.departing[target.id] = (target, job)
        let interval = target.intervalNanoseconds
        state.schedule.depart(target.id, at: next + interval + interval / 10)
    }
}
