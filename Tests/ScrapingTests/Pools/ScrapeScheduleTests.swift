import Testing
@testable import Scraping

@Suite struct ScrapeScheduleTests {
    @Test func `targets tick at their pace`() {
        var schedule = ScrapeSchedule()
        schedule.start(1, first: 5, interval: 10)
        schedule.start(2, first: 7, interval: 20)
        #expect(schedule.nextDue == 5)
        #expect(schedule.takeDue(4).isEmpty)
        #expect(schedule.takeDue(5) == [.scrape(1)])
        #expect(schedule.scrapeEnded(1) == false)
        #expect(schedule.takeDue(7) == [.scrape(2)])
        #expect(schedule.scrapeEnded(2) == false)
        #expect(schedule.nextDue == 15)
        #expect(schedule.takeDue(27) == [.scrape(1), .scrape(2)])
        #expect(schedule.nextDue == 35)
    }

    @Test func `a slow scrape delays one tick and loses the others`() {
        var schedule = ScrapeSchedule()
        schedule.start(1, first: 0, interval: 10)
        #expect(schedule.takeDue(0) == [.scrape(1)])
        #expect(schedule.takeDue(10).isEmpty)
        #expect(schedule.takeDue(20).isEmpty)
        #expect(schedule.scrapeEnded(1) == true)
        #expect(schedule.scrapeEnded(1) == false)
        #expect(schedule.takeDue(30) == [.scrape(1)])
    }

    @Test func `after a pause a target is scraped once`() {
        var schedule = ScrapeSchedule()
        schedule.start(1, first: 0, interval: 10)
        #expect(schedule.takeDue(1005) == [.scrape(1)])
        #expect(schedule.scrapeEnded(1) == false)
        #expect(schedule.nextDue == 1010)
    }

    @Test func `a stopped target does not tick`() {
        var schedule = ScrapeSchedule()
        schedule.start(1, first: 5, interval: 10)
        #expect(schedule.stop(1) == 5)
        #expect(schedule.stop(1) == nil)
        #expect(schedule.takeDue(100).isEmpty)
        #expect(schedule.nextDue == nil)
        #expect(schedule.scrapeEnded(1) == false)
    }

    @Test func `departures and syncs come once, unless they are called off`() {
        var schedule = ScrapeSchedule()
        schedule.depart(1, at: 10)
        schedule.depart(2, at: 11)
        schedule.cancelDeparture(2)
        schedule.planSync(at: 12)
        schedule.planSync(at: 13)
        #expect(schedule.takeDue(20) == [.departure(1), .sync])
        #expect(schedule.takeDue(30).isEmpty)
    }

    @Test func `many timers come in order`() {
        var schedule = ScrapeSchedule()
        for id in 0..<200 { schedule.start(UInt64(id), first: Int64(id * 37 % 200), interval: 1000) }
        var order: [Int64] = []
        for now in 0..<200 {
            for event in schedule.takeDue(Int64(now)) {
                guard case .scrape(let id) = event else { continue }
                order.append(Int64(id) * 37 % 200)
            }
        }
        #expect(order == Array(0..<200))
    }
}
