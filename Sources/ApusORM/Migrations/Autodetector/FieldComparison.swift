extension FieldSchema {
    /// The field without its name and without what follows from it: two fields of the same shape
    /// are the same field under two names.
    var shape: FieldSchema {
        var shape = self
        shape.name = ""
        shape.column = column == impliedColumn || isManyToMany ? "" : column
        shape.verboseName = verboseName == impliedVerboseName ? "" : verboseName
        if reference != nil, !isManyToMany {
            // The target decides what the column holds and whether it has an index.
            shape.type = .bigInteger
            shape.isIndexed = false
        }
        if isPrimaryKey { shape.isIndexed = false }
        return shape
    }

    /// The shape without where it points: models that are renamed together still match.
    var shapeWithoutTarget: FieldSchema {
        var shape = self.shape
        shape.reference?.model = ""
        return shape
    }

    /// Whether the only difference to `other` is nothing that a database sees.
    func hasSameColumn(as other: FieldSchema) -> Bool {
        column == other.column && type == other.type && isNullable == other.isNullable
            && isPrimaryKey == other.isPrimaryKey && isUnique == other.isUnique
            && needsIndex == other.needsIndex && databaseDefault == other.databaseDefault
            && generated == other.generated && reference?.model == other.reference?.model
            && reference?.field == other.reference?.field
            && reference?.isEnforced == other.reference?.isEnforced
            && reference?.through == other.reference?.through
    }
}
