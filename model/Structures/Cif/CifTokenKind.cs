namespace Foldline.Structures.Cif;

/// <summary>The tokens of the CIF 1.1 grammar.</summary>
internal enum CifTokenKind
{
    /// <summary>The end of the file.</summary>
    End,

    /// <summary><c>data_NAME</c>; the text is NAME.</summary>
    Data,

    /// <summary><c>save_NAME</c>, or <c>save_</c> with an empty text, which closes the frame.</summary>
    Save,

    /// <summary><c>loop_</c>.</summary>
    Loop,

    /// <summary><c>_category.item</c>; the text has no underscore.</summary>
    Tag,

    /// <summary>A value in quotes, in a text field or bare.</summary>
    Value,
}
