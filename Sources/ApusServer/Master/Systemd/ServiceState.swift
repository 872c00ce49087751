internal import Glibc

/// The server's state as a service manager knows it.
enum ServiceState: Equatable {
    case starting, serving, reloading, stopping
}

extension Master {
    /// Tells the service manager what has changed since the last turn, and that the master lives.
    func notifyService() {
        guard let notifier else { return }
        let now = monotonicNow()
        if let pause = notifier.watchdogPause, now >= nextWatchdog {
            nextWatchdog = now + pause
            notifier.send("WATCHDOG=1")
        }
        let state = serviceState
        let text = serviceStatus
        guard state != toldState || text != toldStatus else { return }
        var lines = ""
        if state != toldState {
            switch state {
            case .starting: break
            case .serving: lines = "READY=1\n"
            case .reloading: lines = "RELOADING=1\nMONOTONIC_USEC=\(now / 1000)\n"
            case .stopping: lines = "STOPPING=1\n"
            }
        }
        toldState = state
        toldStatus = text
        notifier.send(lines + "STATUS=\(text)")
    }

    private var ready: Int { workers.count { $0.phase == .ready } }

    private var serviceState: ServiceState {
        if stop != nil { return .stopping }
        if trial != nil || incoming != nil { return .reloading }
        // Once it has served, a moment without a worker doesn't make it a service that starts.
        return ready > 0 || toldState == .serving || toldState == .reloading ? .serving : .starting
    }

    private var serviceStatus: String {
        let serving = ready == 1 ? "1 worker serves" : "\(ready) workers serve"
        if stop != nil { return "Finishing: \(workers.count) workers are left" }
        if trial != nil { return "\(serving); another program is tried" }
        if let incoming { return "\(serving); generation \(incoming.number) boots" }
        return "\(serving) (generation \(current.number))"
    }
}
