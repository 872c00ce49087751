import CLinux
import Glibc

/// Edits, and the builds that they ask for.
extension Supervisor {
    func takeChanges() {
        for (path, change) in watcher.take() {
            deadline = Clock.now + Self.debounce
            if change == .rebuild {
                needsRebuild = true
                let shown = Path.relative(path, to: build.project.folder)
                if shown == "Package.swift" { manifestChanged = true }
                if !changed.contains(shown) { changed.append(shown) }
            }
        }
    }

    /// Does what the edits ask for, once they have been quiet for a moment.
    func act() {
        guard needsRebuild else {
            deadline = nil
            if failure == nil { current?.send(.reload(token: nextToken())) }
            return
        }
        // While a build runs, a second one would only wait for it.
        guard running == nil else {
            deadline = nil
            return
        }
        deadline = nil
        needsRebuild = false
        let first = changed.first ?? "Sources"
        let others = changed.count > 1 ? " and \(changed.count - 1) more" : ""
        Output.line("\(first)\(others) changed, building…")
        changed = []
        do {
            build.noteBegin()
            running = try RunningBuild(build.command(resolved: !manifestChanged))
            manifestChanged = false
        } catch {
            fail("\(error)")
        }
    }

    func buildEnded(_ reason: ExitReason) {
        guard var ended = running else { return }
        ended.read()
        close(ended.descriptor)
        running = nil
        // What was edited meanwhile is built next; this result is out of date already.
        if needsRebuild {
            deadline = Clock.now
            return
        }
        guard reason == .exited(0) else {
            let output = String(decoding: ended.output, as: UTF8.self)
            if SiteBuild.isStaleLink(output), !hasDiscarded {
                hasDiscarded = true
                build.discardOwnModules()
                changed = ["Apus"]
                needsRebuild = true
                deadline = Clock.now
                return
            }
            Output.error(BuildFailure(output: output).text)
            fail(output)
            return
        }
        build.noteSuccess()
        hasDiscarded = false
        let time = Clock.seconds(since: ended.started)
        if Files.modified(build.executable) == programStamp, current != nil {
            Output.line("Built in \(time), nothing changed.")
            if failure != nil {
                failure = nil
                current?.send(.reload(token: nextToken()))
            }
            return
        }
        Output.line("Built in \(time), reloading.")
        startServer(isFirst: false)
    }

    /// Shows why the site isn't new: on the pages that the last good build answers, or in place of
    /// the site when there is none.
    func fail(_ output: String) {
        failure = output
        if let current {
            current.send(.failed(token: nextToken(), output: output))
            Output.error(
                "The last good build still answers at http://\(listener.address.description)/")
        } else {
            standIn(output)
        }
    }
}
