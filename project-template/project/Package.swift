// swift-tools-version: 6.2
import PackageDescription

// The apps of this site: each is a folder in Sources, with its tests in Tests.
// `manage startapp` adds to this line.
let apps: [String] = []

let apus: Target.Dependency = .product(name: "Apus", package: "apus")
let testing: Target.Dependency = .product(name: "ApusTesting", package: "apus")
let installed: [Target.Dependency] = apps.map { .byName(name: $0) }

var targets: [Target] = [
    .target(name: "{{ project_name }}", dependencies: [apus] + installed),
    .executableTarget(name: "manage", dependencies: [apus, "{{ project_name }}"]),
    .testTarget(
        name: "{{ project_name }}Tests", dependencies: [apus, testing, "{{ project_name }}"]),
]
for app in apps {
    targets.append(.target(name: app, dependencies: [apus]))
    targets.append(
        .testTarget(
            name: app + "Tests",
            dependencies: [apus, testing, "{{ project_name }}", .byName(name: app)]))
}

let package = Package(
    name: "{{ project_name }}",
    dependencies: [{{ apus_dependency }}],
    targets: targets
)
