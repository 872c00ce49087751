// swift-tools-version: 6.2
import PackageDescription

// The apps of this site: each is a folder in Sources, with its tests in Tests.
// `manage startapp` adds to this line.
let apps: [String] = ["polls"]

let apus: Target.Dependency = .product(name: "Apus", package: "apus")
let testing: Target.Dependency = .product(name: "ApusTesting", package: "apus")
let installed: [Target.Dependency] = apps.map { .byName(name: $0) }

var targets: [Target] = [
    .target(name: "mysite", dependencies: [apus] + installed),
    .executableTarget(name: "manage", dependencies: [apus, "mysite"]),
    .testTarget(
        name: "mysiteTests", dependencies: [apus, testing, "mysite"]),
]
for app in apps {
    targets.append(.target(name: app, dependencies: [apus]))
    targets.append(
        .testTarget(
            name: app + "Tests",
            dependencies: [apus, testing, "mysite", .byName(name: app)]))
}

let package = Package(
    name: "mysite",
    dependencies: [.package(name: "apus", path: "../..")],
    targets: targets
)
