using System.ComponentModel.DataAnnotations;

namespace Latchwork.Dialects.GuestPages;

internal sealed class GuestPagesOptions
{
    public const string Section = "GuestPages";

    /// <summary>Links that lead nowhere, from one network in a minute; then nothing is looked up for it for a while.</summary>
    [Range(1, 10_000)]
    public int MissesPerMinute { get; set; } = 30;

    /// <summary>How often one telephone opens doors by their tiles in a minute.</summary>
    [Range(1, 1000)]
    public int OpeningsPerMinute { get; set; } = 10;
}
