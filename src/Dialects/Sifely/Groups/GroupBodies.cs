namespace Latchwork.Dialects.Sifely.Groups;

/// <summary>A group in a list (15.6): its name twice, since clients differ in where they look.</summary>
internal sealed record GroupInfo(long GroupId, string Name, string GroupName, int LockCount);

internal sealed record AddedGroupBody(long GroupId);
