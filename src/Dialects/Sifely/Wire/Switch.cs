namespace Latchwork.Dialects.Sifely.Wire;

/// <summary>This wire says yes and no in two ways (1.4).</summary>
internal static class Switch
{
    /// <summary>1 yes, 0 no.</summary>
    public static int Bit(bool isSo) => isSo ? 1 : 0;

    /// <summary>1 on, 2 off.</summary>
    public static int Of(bool isOn) => isOn ? 1 : 2;
}
