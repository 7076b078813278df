using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Locks;

/// <summary>A lock as one of those sees it who hold a grant to it, with what is theirs alone.</summary>
public sealed record HeldLock
{
    /// <summary>Its public UUID.</summary>
    public required string Id { get; init; }

    /// <summary>Its own.</summary>
    public required string Name { get; init; }

    /// <summary>What the caller calls it; null where they never said.</summary>
    public string? Alias { get; init; }

    public string ShownName => Alias ?? Name;

    /// <summary>The caller's, as <c>#RRGGBB</c>.</summary>
    public string? Colour { get; init; }

    public required bool IsFavourite { get; init; }

    /// <summary>Of the caller's grant.</summary>
    public required GrantRole Role { get; init; }

    /// <summary>Of the caller's grant.</summary>
    public required TimeWindow Window { get; init; }

    /// <summary>When it last moved or told something; null for never.</summary>
    public DateTimeOffset? LastEventAt { get; init; }

    /// <summary>Null: it stays open until somebody locks it.</summary>
    public TimeSpan? RelockAfter { get; init; }

    public required LockFacts Facts { get; init; }

    /// <summary>Public UUIDs.</summary>
    public required IReadOnlyList<string> Tiles { get; init; }

    /// <summary>It is in nobody's list of favourites.</summary>
    public required bool IsHidden { get; init; }

    public LockLocation? Location { get; init; }

    /// <summary>When it stays open; null for never.</summary>
    public OpenSchedule? OpenHours { get; init; }

    /// <summary>A countdown that apps show; nothing here waits for it.</summary>
    public required TimeSpan ShownDelay { get; init; }

    public required LockAbilities Abilities { get; init; }

    public required BoltState Bolt { get; init; }

    public required bool IsOnline { get; init; }

    public override string ToString() => $"lock {Id}";
}

/// <summary>How it is read: the lock is called <c>l</c> and the caller's grant <c>g</c>.</summary>
internal static class HeldLockRow
{
    public const string Columns =
        AskedLock.Columns
        + """
            , lu.wire_id as held_id, l.name as own_name, f.alias, f.colour, coalesce(f.is_favourite, false), greatest(l.last_event_at, l.bolt_at),
            l.relock_after, l.is_hidden, l.location::text, l.open_hours, l.opens_by_itself, l.shown_delay, l.bolt,
            l.is_online and coalesce(k.is_online, false), k.link_id is not null, greatest(l.passcode_slots, l.card_slots, l.fingerprint_slots)::int,
            array(
                select tu.wire_id from tile_lock t
                join public_id tu on tu.tenant_id = t.tenant_id and tu.row_id = t.tile_id and tu.kind = 23
                where t.tenant_id = l.tenant_id and t.lock_id = l.lock_id order by tu.wire_id)
            """;

    public static readonly string Joins = $"""
        join public_id lu on lu.tenant_id = l.tenant_id and lu.row_id = l.lock_id and lu.kind = {(int)WireIdKind.LockUuid}
        left join link k on k.tenant_id = l.tenant_id and k.link_id = l.link_id and k.removed_at is null
        left join lock_preference f on f.tenant_id = l.tenant_id and f.lock_id = l.lock_id and f.user_id = g.user_id
        """;

    /// <summary>Of a row with a grant.</summary>
    public static HeldLock Read(NpgsqlDataReader row, int column)
    {
        var asked = AskedLock.Read(row, column);
        var own = column + AskedLock.Width;
        return new HeldLock
        {
            Id = row.GetString(own),
            Name = row.GetString(own + 1),
            Alias = row.GetText(own + 2),
            Colour = row.GetText(own + 3),
            IsFavourite = row.GetBoolean(own + 4),
            Role = asked.Grant!.Role,
            Window = asked.Grant.Window,
            LastEventAt = row.GetInstant(own + 5),
            RelockAfter = row.GetOptional<TimeSpan>(own + 6),
            Facts = asked.Facts,
            IsHidden = row.GetBoolean(own + 7),
            Location = row.GetText(own + 8) is { } location ? LocationText.Read(location) : null,
            OpenHours = row.GetText(own + 9) is { } hours ? new OpenSchedule(LockRow.HoursOf(hours), row.GetBoolean(own + 10)) : null,
            ShownDelay = row.GetFieldValue<TimeSpan>(own + 11),
            Bolt = (BoltState)row.GetInt16(own + 12),
            IsOnline = row.GetBoolean(own + 13),
            Abilities = LockAbilities.Of(asked.Facts.Capabilities, row.GetBoolean(own + 14), row.GetOptional<int>(own + 15)),
            Tiles = row.GetFieldValue<string[]>(own + 16),
        };
    }
}
