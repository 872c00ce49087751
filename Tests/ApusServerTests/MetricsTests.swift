import Glibc
import Testing

@testable import ApusServer

@Suite struct `The metrics` {
    @Test func `are text as Prometheus reads it`() {
        var text = MetricsText()
        text.single("a_total", .counter, "One.", 7)
        text.family("b", .gauge, "Two.")
        text.sample("b", ["x": "q\"\\\n", "y": "1"], "2")
        text.histogram(
            "c", "Three.", buckets: [1, 0, 2], bounds: [5_000_000, 2_500_000_000], sum: 12_345_000)
        #expect(
            text.text == """
                # HELP a_total One.
                # TYPE a_total counter
                a_total 7
                # HELP b Two.
                # TYPE b gauge
                b{x="q\\"\\\\\\n",y="1"} 2
                # HELP c Three.
                # TYPE c histogram
                c_bucket{le="0.005"} 1
                c_bucket{le="2.5"} 1
                c_bucket{le="+Inf"} 3
                c_sum 0.012345
                c_count 3

                """)
    }

    @Test func `count answers by code and by time, across workers and their deaths`() throws {
        let scoreboard = try Scoreboard()
        let counters = scoreboard[2].counters
        for (code, nanoseconds) in [(200, 1), (200, 5_000_000), (404, 5_000_001), (700, .max)] {
            counters.answered(code, after: UInt64(nanoseconds))
        }
        counters.accept()
        counters.expired(.body)
        scoreboard.past.absorb(counters)
        scoreboard.past.absorb(counters)
        scoreboard[2].reset()
        #expect(counters.byCode.isEmpty)
        let past = scoreboard.past
        #expect(past.byCode.map(\.code) == [200, 404, 599])
        #expect(past.byCode.map(\.count) == [4, 2, 2])
        #expect(past.buckets == [4, 2] + [UInt64](repeating: 0, count: 9) + [2])
        #expect(past.accepted == 2)
        #expect(past.closed == 2)
        #expect(past.expiries(.body) == 2)
        #expect(past.expiries(.header) == 0)
    }
}
