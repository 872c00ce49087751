import Testing

@testable import ApusServer

@Suite struct `A worker's deadlines` {
    private func worker(_ phase: WorkerProcess.Phase, started: UInt64) -> WorkerProcess {
        var worker = WorkerProcess(pid: 1, slot: 0, index: 1, generation: 1, started: started)
        worker.phase = phase
        return worker
    }

    @Test func `move by the time in which nobody watched`() {
        var booting = worker(.booting, started: 100)
        booting.postpone(by: 50, now: 1000)
        #expect(booting.started == 150)
        var retiring = worker(.retiring(deadline: 200), started: 0)
        retiring.postpone(by: 50, now: 1000)
        #expect(retiring.phase == .retiring(deadline: 250))
        var killed = worker(.retiring(deadline: .max), started: 0)
        killed.postpone(by: 50, now: 1000)
        #expect(killed.phase == .retiring(deadline: .max))
    }

    @Test func `of one that was started meanwhile don't begin in the future`() {
        // On a machine so busy that a fork took two seconds, the fresh worker was killed at once as
        // one that had not been ready in time.
        var worker = worker(.booting, started: 900)
        worker.postpone(by: 500, now: 1000)
        #expect(worker.started == 1000)
    }
}
