using System.Reflection;

namespace Integration.Graph.Server.Storage;

/// <summary>The shape of a translated row: EF Core names a column after the member it is bound to.</summary>
internal sealed class ColumnAliases
{
    private static readonly PropertyInfo[] Members = [.. typeof(ColumnAliases).GetProperties().OrderBy(p => int.Parse(p.Name.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture))];

    public static PropertyInfo Member(int index) => Members[index];

    public static string Name(int index) => Members[index].Name;

    public object? C0 { get; set; } public object? C1 { get; set; } public object? C2 { get; set; } public object? C3 { get; set; } public object? C4 { get; set; } public object? C5 { get; set; } public object? C6 { get; set; } public object? C7 { get; set; }
    public object? C8 { get; set; } public object? C9 { get; set; } public object? C10 { get; set; } public object? C11 { get; set; } public object? C12 { get; set; } public object? C13 { get; set; } public object? C14 { get; set; } public object? C15 { get; set; }
    public object? C16 { get; set; } public object? C17 { get; set; } public object? C18 { get; set; } public object? C19 { get; set; } public object? C20 { get; set; } public object? C21 { get; set; } public object? C22 { get; set; } public object? C23 { get; set; }
    public object? C24 { get; set; } public object? C25 { get; set; } public object? C26 { get; set; } public object? C27 { get; set; } public object? C28 { get; set; } public object? C29 { get; set; } public object? C30 { get; set; } public object? C31 { get; set; }
    public object? C32 { get; set; } public object? C33 { get; set; } public object? C34 { get; set; } public object? C35 { get; set; } public object? C36 { get; set; } public object? C37 { get; set; } public object? C38 { get; set; } public object? C39 { get; set; }
    public object? C40 { get; set; } public object? C41 { get; set; } public object? C42 { get; set; } public object? C43 { get; set; } public object? C44 { get; set; } public object? C45 { get; set; } public object? C46 { get; set; } public object? C47 { get; set; }
    public object? C48 { get; set; } public object? C49 { get; set; } public object? C50 { get; set; } public object? C51 { get; set; } public object? C52 { get; set; } public object? C53 { get; set; } public object? C54 { get; set; } public object? C55 { get; set; }
    public object? C56 { get; set; } public object? C57 { get; set; } public object? C58 { get; set; } public object? C59 { get; set; } public object? C60 { get; set; } public object? C61 { get; set; } public object? C62 { get; set; } public object? C63 { get; set; }
    public object? C64 { get; set; } public object? C65 { get; set; } public object? C66 { get; set; } public object? C67 { get; set; } public object? C68 { get; set; } public object? C69 { get; set; } public object? C70 { get; set; } public object? C71 { get; set; }
    public object? C72 { get; set; } public object? C73 { get; set; } public object? C74 { get; set; } public object? C75 { get; set; } public object? C76 { get; set; } public object? C77 { get; set; } public object? C78 { get; set; } public object? C79 { get; set; }
    public object? C80 { get; set; } public object? C81 { get; set; } public object? C82 { get; set; } public object? C83 { get; set; } public object? C84 { get; set; } public object? C85 { get; set; } public object? C86 { get; set; } public object? C87 { get; set; }
    public object? C88 { get; set; } public object? C89 { get; set; } public object? C90 { get; set; } public object? C91 { get; set; } public object? C92 { get; set; } public object? C93 { get; set; } public object? C94 { get; set; } public object? C95 { get; set; }
    public object? C96 { get; set; } public object? C97 { get; set; } public object? C98 { get; set; } public object? C99 { get; set; } public object? C100 { get; set; } public object? C101 { get; set; } public object? C102 { get; set; } public object? C103 { get; set; }
    public object? C104 { get; set; } public object? C105 { get; set; } public object? C106 { get; set; } public object? C107 { get; set; } public object? C108 { get; set; } public object? C109 { get; set; } public object? C110 { get; set; } public object? C111 { get; set; }
    public object? C112 { get; set; } public object? C113 { get; set; } public object? C114 { get; set; } public object? C115 { get; set; } public object? C116 { get; set; } public object? C117 { get; set; } public object? C118 { get; set; } public object? C119 { get; set; }
    public object? C120 { get; set; } public object? C121 { get; set; } public object? C122 { get; set; } public object? C123 { get; set; } public object? C124 { get; set; } public object? C125 { get; set; } public object? C126 { get; set; } public object? C127 { get; set; }
    public object? C128 { get; set; } public object? C129 { get; set; } public object? C130 { get; set; } public object? C131 { get; set; } public object? C132 { get; set; } public object? C133 { get; set; } public object? C134 { get; set; } public object? C135 { get; set; }
    public object? C136 { get; set; } public object? C137 { get; set; } public object? C138 { get; set; } public object? C139 { get; set; } public object? C140 { get; set; } public object? C141 { get; set; } public object? C142 { get; set; } public object? C143 { get; set; }
    public object? C144 { get; set; } public object? C145 { get; set; } public object? C146 { get; set; } public object? C147 { get; set; } public object? C148 { get; set; } public object? C149 { get; set; } public object? C150 { get; set; } public object? C151 { get; set; }
    public object? C152 { get; set; } public object? C153 { get; set; } public object? C154 { get; set; } public object? C155 { get; set; } public object? C156 { get; set; } public object? C157 { get; set; } public object? C158 { get; set; } public object? C159 { get; set; }
}
