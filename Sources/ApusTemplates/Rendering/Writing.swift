public import ApusValues

extension Renderer {
    /// Writes `text` as it is: it must be HTML.
    public mutating func write(html text: String) {
        output.append(utf8Of: text)
    }

    /// Writes `text`, escaped where values are escaped here.
    public mutating func write(_ text: String) {
        if filterContext.autoescape {
            output.append(escaping: text)
        } else {
            output.append(utf8Of: text)
        }
    }

    /// Writes `value` as `{{ value }}` does.
    public mutating func write(_ value: DynamicValue) {
        switch value {
        case .string(let text): write(text)
        case .html(let text): output.append(utf8Of: text)
        case .int(let number): output.append(decimal: number)
        case .null: output.append("None")
        case .bool(let flag): output.append(flag ? "True" : "False")
        case .object(let object):
            if let html = object.html {
                output.append(utf8Of: html)
            } else {
                write(object.description)
            }
        default: write(displayText(of: value, in: filterContext.zone))
        }
    }

    /// Writes the value of a variable.
    mutating func write(_ path: VariablePath) throws {
        switch path.root {
        case .forloop where path.loopField != nil && loops.count > loopFloor:
            if let field = path.loopField, scopes.value(of: path.first) == nil {
                write(loopField(field, level: loops.count - 1))
                return
            }
        case .block where path.isSuper && !openBlocks.isEmpty:
            try renderSuperBlock()
            return
        default: break
        }
        if let value = try value(of: path) {
            write(value)
        } else {
            write(invalidText(path.text))
        }
    }

    /// What stands for a variable that does not exist.
    func invalidText(_ variable: String) -> String {
        let text = engine.stringIfInvalid
        guard !text.isEmpty else { return text }
        return text.replacingFirst("%s", with: variable)
    }
}

/// `value` as a page shows it: dates in Django's English formats, numbers in full.
func displayText(of value: DynamicValue, in zone: Zone) -> String {
    switch value {
    case .double(let number): numberText(number)
    case .decimal(let number): numberText(number)
    case .date(let instant): DateFormat.dateTime.string(from: CivilDateTime(instant, in: zone))
    case .dateTime(let moment):
        DateFormat.dateTime.string(from: moment, wallZone: zone)
    case .day(let day): DateFormat.date.string(from: day) ?? day.description
    case .time(let time): DateFormat.time.string(from: time) ?? time.description
    default: value.description
    }
}

extension String {
    /// This text with the first `pattern` in it replaced.
    func replacingFirst(_ pattern: String, with replacement: String) -> String {
        let bytes = Array(utf8)
        let wanted = Array(pattern.utf8)
        guard bytes.count >= wanted.count, !wanted.isEmpty else { return self }
        for start in 0...(bytes.count - wanted.count)
        where bytes[start..<(start + wanted.count)].elementsEqual(wanted) {
            return String(decoding: bytes[..<start], as: UTF8.self) + replacement
                + String(decoding: bytes[(start + wanted.count)...], as: UTF8.self)
        }
        return self
    }
}
