/// Routes that can't be reached or reversed.
extension RouteTable {
    /// Warnings about routes in each other's way.
    var ambiguities: [CheckMessage] { sharedNamespaces + hiddenRoutes + sharedNames }

    private var sharedNamespaces: [CheckMessage] {
        var counts: [String: Int] = [:]
        for namespace in namespaces { counts[namespace, default: 0] += 1 }
        return counts.filter { $0.value > 1 }.keys.sorted().map {
            CheckMessage(
                .warning, "urls.W005",
                "URL namespace '\($0)' isn't unique. You may not be able to reverse all URLs in "
                    + "this namespace")
        }
    }

    /// Routes without parameters before which another matches their only path.
    private var hiddenRoutes: [CheckMessage] {
        leaves.compactMap { leaf in
            guard leaf.pattern.parameters.isEmpty else { return nil }
            var path = leaf.pattern.text
            guard let first = path.withUTF8({ resolver.resolve($0) })?.leaf, first !== leaf else {
                return nil
            }
            return CheckMessage(
                .warning, "urls.W011",
                "The route '\(leaf.pattern.text)' is never reached: '\(first.pattern.text)' "
                    + "(\(first.source)) comes before it and matches the same path.",
                object: leaf.source, hint: "Move it up, or remove it.")
        }
    }

    /// Routes of one name that take the same parameters: only the last of them is ever reversed.
    private var sharedNames: [CheckMessage] {
        var firsts: [String: RouteLeaf] = [:]
        var messages: [CheckMessage] = []
        for leaf in leaves {
            guard let name = leaf.name else { continue }
            let full = (leaf.namespaces + [name]).joined(separator: ":")
            let key =
                full + " " + leaf.pattern.parameters.map(\.name).sorted().joined(separator: " ")
            guard let first = firsts.updateValue(leaf, forKey: key) else { continue }
            messages.append(
                CheckMessage(
                    .warning, "urls.W012",
                    "The name '\(full)' is given to '\(first.pattern.text)' (\(first.source)) and to "
                        + "'\(leaf.pattern.text)' with the same parameters; it is reversed to the "
                        + "latter.", object: leaf.source))
        }
        return messages
    }
}
