import Foundation

/// A package whose modules are the pages' Swift samples. It is built in the folder that the
/// examples use too, so that Apus is compiled once.
struct SamplePackage {
    private let folder: URL
    private let scratch = Checkout.folder.appending(path: ".build-sites").path

    init(_ pages: [SwiftSamples]) throws {
        // Always in the same place: what hasn't changed isn't compiled again.
        folder = Checkout.folder.appending(path: ".build-sites/documentation")
        try? FileManager.default.removeItem(at: folder.appending(path: "Sources"))
        var targets = ""
        for module in pages.flatMap(\.modules) {
            try write(module, in: folder.appending(path: "Sources/\(module.name)"))
            targets +=
                ".target(name: \"\(module.name)\", dependencies: apus, swiftSettings: quiet),\n"
        }
        let manifest = """
            // swift-tools-version: 6.2
            import PackageDescription

            let names = ["Apus", "ApusHTTP", "ApusORM", "ApusServer", "ApusTemplates", "ApusTesting"]
            let apus: [Target.Dependency] = names.map { .product(name: $0, package: "apus") }
            // Beside what samples leave unused, the compiler tells what it takes long to check.
            let quiet: [SwiftSetting] = [
                .unsafeFlags(["-Xfrontend", "-warn-long-expression-type-checking=200"])
            ]
            let package = Package(
                name: "documentation",
                dependencies: [.package(name: "apus", path: "../..")],
                targets: [
                \(targets)
                ])
            """
        try manifest.write(
            to: folder.appending(path: "Package.swift"), atomically: true, encoding: .utf8)
    }

    private func write(_ module: SwiftSamples.Module, in folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, text) in module.files {
            try text.write(
                to: folder.appending(path: name), atomically: true, encoding: .utf8)
        }
    }

    func build() throws -> (status: Int32, output: String) {
        try Shell.run([
            "swift", "build", "--package-path", folder.path, "--scratch-path", scratch,
        ])
    }

    /// What the compiler says of a module, beside the modules that `build` left.
    func typecheck(_ module: SwiftSamples.Module) throws -> String {
        let place = folder.appending(path: "Failing/\(module.name)")
        try? FileManager.default.removeItem(at: place)
        defer { try? FileManager.default.removeItem(at: place) }
        try write(module, in: place)
        return try typecheck(module.files.keys.map { place.path + "/" + $0 }, as: module.name)
    }

    /// What the compiler says of source files as one module, what it takes long to check too.
    func typecheck(_ files: [String], as name: String) throws -> String {
        let built = scratch + "/debug"
        var arguments = [
            "swiftc", "-typecheck", "-wmo", "-swift-version", "6", "-module-name", name,
            "-Xfrontend", "-warn-long-expression-type-checking=200",
            "-I", built + "/Modules", "-load-plugin-executable",
            built + "/ApusModelMacros-tool#ApusModelMacros",
        ]
        arguments += ["-I", Checkout.folder.appending(path: "Sources/CSQLite").path]
        // SwiftPM writes the module maps of C targets that have none.
        for room in ["CLinux", "CResources"] {
            arguments += ["-Xcc", "-fmodule-map-file=\(built)/\(room).build/module.modulemap"]
        }
        return try Shell.run(arguments + files).output
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }
}
