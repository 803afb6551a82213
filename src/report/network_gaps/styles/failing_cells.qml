<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22" styleCategories="Symbology|Forms">
 <renderer-v2 forceraster="0" type="singleSymbol" referencescale="-1" enableorderby="0" symbollevels="0">
  <symbols>
   <symbol clip_to_extent="1" type="fill" name="0" alpha="1" force_rhr="0">
    <layer locked="0" pass="0" enabled="1" class="SimpleFill">
     <Option type="Map">
      <Option type="QString" name="color" value="213,94,0,153" />
      <Option type="QString" name="joinstyle" value="bevel" />
      <Option type="QString" name="outline_color" value="35,35,35,255" />
      <Option type="QString" name="outline_style" value="no" />
      <Option type="QString" name="outline_width" value="0.26" />
      <Option type="QString" name="outline_width_unit" value="MM" />
      <Option type="QString" name="style" value="solid" />
     </Option>
    </layer>
    <layer locked="0" pass="0" enabled="1" class="SimpleLine">
     <Option type="Map">
      <Option type="QString" name="capstyle" value="square" />
      <Option type="QString" name="joinstyle" value="bevel" />
      <Option type="QString" name="line_color" value="61,65,72,255" />
      <Option type="QString" name="line_style" value="solid" />
      <Option type="QString" name="line_width" value="0.2" />
      <Option type="QString" name="line_width_unit" value="MM" />
     </Option>
    </layer>
   </symbol>
  </symbols>
  <rotation />
  <sizescale />
 </renderer-v2>
</qgis>
