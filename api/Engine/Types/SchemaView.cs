namespace Integration.Graph.Engine.Types;

/// <summary>
/// The schema as one role sees it. What the role may never see is gone, and with it every type, input and member
/// that only it reached. Introspection, suggestions, planning and the printed schema know the view only.
/// </summary>
public sealed class SchemaView
{
}
